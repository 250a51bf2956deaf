create table service_case (
  id uuid primary key,
  number text not null unique,
  conversation_id uuid unique,
  channel text not null,
  opened_at timestamptz not null,
  asker text not null default '',
  question text not null,
  taxpayer_id uuid,
  district_id uuid,
  provider_id uuid,
  system text,
  kind text check (kind in ('process', 'operation')),
  topic text,
  summary text not null default '',
  owner uuid,
  outcome text check (outcome in ('answered', 'later', 'declined', 'referred', 'left')),
  closed_at timestamptz,
  closed_by uuid,
  decline_reason text,
  decline_words text
);
comment on table service_case is '受理单: the record of one matter, whichever way it came';
create index service_case_owner on service_case (owner, opened_at desc);
create index service_case_open on service_case (owner) where closed_at is null;
create index service_case_taxpayer on service_case (taxpayer_id, opened_at desc) where taxpayer_id is not null;
create index service_case_opened on service_case (opened_at);

create table ownership (
  case_id uuid not null references service_case,
  staff_id uuid not null,
  since timestamptz not null,
  how text not null,
  from_staff uuid,
  primary key (case_id, since, staff_id)
);
comment on table ownership is 'R5.3: who received it first answers for it until answered, accepted by name, or declined';

create table follow_up (
  id uuid primary key,
  case_id uuid not null references service_case,
  conversation_id uuid unique,
  owner uuid not null,
  phone text,
  promised_at timestamptz not null,
  due_at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid,
  answer text,
  overdue_at timestamptz
);
comment on table follow_up is 'R4.4: promised later answers, each with an owner and a deadline';
create index follow_up_open on follow_up (owner, due_at) where answered_at is null;
