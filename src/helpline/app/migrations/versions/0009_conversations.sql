create table visitor (
  id uuid primary key,
  token_hash bytea not null unique,
  made_at timestamptz not null
);
comment on table visitor is 'a browser that asks; nobody logs in before it is needed';

create table matter_number (
  day date primary key,
  last integer not null
);

create table conversation (
  id uuid primary key,
  number text not null unique,
  visitor_id uuid not null references visitor,
  started_at timestamptz not null,
  taxpayer_id uuid,
  asker text not null default '',
  phone text,
  credit_code text,
  district_id uuid,
  provider_id uuid,
  system text,
  follows uuid references conversation,
  question text not null,
  opened_as uuid not null,
  phase text not null,
  consultant_id uuid,
  seq integer not null default 0,
  flow text not null,
  last_at timestamptz not null,
  last_by text not null default 'taxpayer',
  last_words text not null default '',
  taxpayer_posts integer not null default 0,
  read_taxpayer integer not null default 0,
  read_consultant integer not null default 0,
  ended_at timestamptz,
  end_reason text,
  rated_at timestamptz,
  unique (visitor_id, opened_as)
);
create unique index conversation_one_open on conversation (visitor_id) where phase <> 'ended';
create index conversation_by_consultant on conversation (consultant_id, last_at desc) where phase = 'active';
create index conversation_by_visitor on conversation (visitor_id, started_at desc);
create index conversation_by_taxpayer on conversation (taxpayer_id, started_at desc) where taxpayer_id is not null;
create index conversation_by_start on conversation (started_at);

create table change (
  conversation_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  kind text not null check (kind in ('post', 'recalled')),
  by_party text not null,
  name text not null default '',
  author uuid,
  client_id uuid,
  body text,
  target integer,
  recalled_by integer,
  primary key (conversation_id, seq)
);
comment on table change is 'everything said, in order; a recalled post stays here with its words';
create unique index change_client on change (conversation_id, client_id) where client_id is not null;

create table stint (
  id uuid primary key,
  conversation_id uuid not null,
  staff_id uuid not null,
  offered_at timestamptz not null,
  taken_at timestamptz not null,
  how text not null,
  first_reply_at timestamptz,
  ended_at timestamptz,
  why text
);
create unique index stint_running on stint (conversation_id) where ended_at is null;
create index stint_by_conversation on stint (conversation_id, taken_at);
comment on table stint is 'R5.3: who answered for a conversation, from when to when; R4.2: how soon they responded';
create index stint_by_staff on stint (staff_id, taken_at);
create index stint_by_time on stint (taken_at);

create table breach (
  id uuid primary key,
  conversation_id uuid not null,
  staff_id uuid not null,
  kind text not null,
  due_at timestamptz not null,
  at timestamptz not null,
  why text not null default ''
);
comment on table breach is 'a clock of article 4 that ran out: who, when, which, why';
create index breach_by_conversation on breach (conversation_id);
create index breach_by_staff on breach (staff_id, at);

create table attachment (
  id uuid primary key,
  conversation_id uuid not null,
  by_party text not null,
  author uuid not null,
  name text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  at timestamptz not null
);
create index attachment_by_conversation on attachment (conversation_id);

create table vote (
  conversation_id uuid not null,
  seq integer not null,
  entry text not null,
  solved boolean not null,
  at timestamptz not null,
  primary key (conversation_id, seq)
);
comment on table vote is 'what the taxpayer said of an answer of the assistant';

alter table visitor add column seen_until timestamptz;
comment on column visitor.seen_until is 'the page was connected until then; renewed while its socket is open';
