create table staff_event (
  id uuid primary key,
  staff_id uuid not null references staff,
  at timestamptz not null,
  what text not null check (what in ('hired', 'moved', 'role', 'skills', 'absent', 'back', 'left')),
  by_id uuid references staff,
  why text not null,
  detail jsonb not null
);
create index staff_event_staff on staff_event (staff_id, at);
comment on table staff_event is 'what happened to a person at work; by_id null: at the command line';

create table absence (
  id uuid primary key,
  staff_id uuid not null references staff,
  since timestamptz not null,
  until timestamptz not null check (until > since),
  why text not null,
  ended_at timestamptz
);
create index absence_staff on absence (staff_id, since);
comment on column absence.ended_at is 'came back before until, or the absence was called off';

alter table staff_session drop constraint staff_session_end_reason_check;
alter table staff_session add constraint staff_session_end_reason_check
  check (end_reason in ('signed_out', 'everywhere', 'password_changed', 'deactivated', 'revoked', 'moved', 'absent'));
alter table message_ownership drop constraint message_ownership_how_check;
alter table message_ownership add constraint message_ownership_how_check
  check (how in ('read', 'taken_over', 'inherited'));
