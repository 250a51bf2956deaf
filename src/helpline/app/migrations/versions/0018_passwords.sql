alter table credential add column is_given boolean not null default false;
comment on column credential.is_given is 'chosen by somebody else: to be changed before anything else works';

create table former_password (
  id bigint generated always as identity primary key,
  staff_id uuid not null references staff,
  password_hash text not null
);
create index former_password_staff on former_password (staff_id, id);
comment on table former_password is 'the last few hashes, so that none comes again; older ones are deleted';

alter table staff_session
  add column due text[] not null default '{}',
  drop constraint staff_session_end_reason_check,
  add constraint staff_session_end_reason_check
    check (end_reason in ('signed_out', 'everywhere', 'password_changed', 'deactivated', 'revoked'));
comment on column staff_session.due is 'what comes before anything else in this log-in: password, second_factor';

alter table sign_in
  add column proving text not null default 'sign_in',
  drop constraint sign_in_outcome_check,
  add constraint sign_in_outcome_check
    check (outcome in ('accepted', 'wrong', 'locked', 'code_missing', 'code_wrong'));
comment on column sign_in.proving is 'what the password was asked for; after a sign-in it is asked again before some deeds';
