create table deadline (
  id uuid primary key,
  kind text not null,
  subject uuid not null,
  owner uuid,
  started_at timestamptz not null,
  due_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('kept', 'missed', 'void')),
  check ((outcome is null) = (ended_at is null))
);
comment on table deadline is 'running clocks and their ends; a clock is a row, so it survives every restart';
create unique index deadline_running on deadline (subject, kind) where outcome is null;
create index deadline_due on deadline (due_at) where outcome is null;
create index deadline_ended on deadline (kind, ended_at) where outcome is not null;
