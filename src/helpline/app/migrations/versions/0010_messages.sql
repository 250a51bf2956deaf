create table message_number (
  day date primary key,
  last integer not null
);

create table message (
  id uuid primary key,
  number text not null unique,
  visitor_id uuid not null,
  client_id uuid not null,
  conversation_id uuid,
  name text not null,
  phone text not null,
  text text not null,
  system text,
  provider_id uuid,
  left_at timestamptz not null,
  read_due_at timestamptz not null,
  answer_due_at timestamptz not null,
  read_at timestamptz,
  read_by uuid,
  owner uuid,
  answered_at timestamptz,
  answered_by uuid,
  answer text,
  read_overdue_at timestamptz,
  answer_overdue_at timestamptz,
  unique (visitor_id, client_id),
  check ((read_at is null) = (read_by is null)),
  check ((read_at is null) = (owner is null)),
  check ((answered_at is null) = (answer is null)),
  check ((answered_at is null) = (answered_by is null)),
  check (answered_at is null or read_at is not null)
);
comment on table message is 'R6.2: left to be read within one working day and answered within two; both clocks start at left_at';
comment on column message.provider_id is 'null: nobody has taken it up, every provider may';
create index message_open on message (provider_id) where answered_at is null;
create index message_owner on message (owner, answer_due_at) where answered_at is null;
create index message_answered on message (answered_at desc) where answered_at is not null;
create index message_visitor on message (visitor_id, left_at desc);

create table message_ownership (
  message_id uuid not null references message,
  staff_id uuid not null,
  since timestamptz not null,
  how text not null check (how in ('read', 'taken_over')),
  from_staff uuid,
  primary key (message_id, since, staff_id)
);
comment on table message_ownership is 'R5.3: who read it first answers for it, until another takes it over by name';
