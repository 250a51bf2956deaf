create table issuer (
  id uuid primary key,
  district_id uuid references district,
  name text not null,
  address text not null,
  client_id text not null,
  client_secret bytea not null,
  claim text not null,
  strong_acrs text[] not null,
  passwords_allowed boolean not null,
  made_at timestamptz not null,
  ended_at timestamptz
);
create unique index issuer_of_bureau on issuer (district_id) nulls not distinct where ended_at is null;
comment on table issuer is 'the OpenID provider by which a bureau''s people may log in; district_id null: the municipal bureau''s';
comment on column issuer.address is 'as its tokens say it: iss';
comment on column issuer.client_secret is 'sealed; open it to redeem a code';
comment on column issuer.claim is 'the claim that holds the 工号 at the first log-in';
comment on column issuer.strong_acrs is 'values of acr that mean: a second factor was asked for there';

create table vouching (
  id uuid primary key,
  issuer_id uuid not null references issuer,
  subject text not null,
  staff_id uuid not null references staff,
  since timestamptz not null,
  unique (issuer_id, subject),
  unique (issuer_id, staff_id)
);
comment on table vouching is 'whom an issuer means by a subject; made at the first log-in, never changed';

create table vouched_session (
  session_id uuid primary key references staff_session,
  issuer_id uuid not null references issuer,
  subject text not null,
  sid text not null
);
create index vouched_session_subject on vouched_session (issuer_id, subject);
comment on column vouched_session.sid is 'the issuer''s own session; empty where it tells none';

alter table staff_session drop constraint staff_session_end_reason_check;
alter table staff_session add constraint staff_session_end_reason_check
  check (end_reason in ('signed_out', 'everywhere', 'password_changed', 'deactivated', 'revoked', 'moved', 'absent',
    'issuer'));
alter table sign_in drop constraint sign_in_outcome_check;
alter table sign_in add constraint sign_in_outcome_check
  check (outcome in ('accepted', 'wrong', 'locked', 'code_missing', 'code_wrong', 'issuer_only'));
