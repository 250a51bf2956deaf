create table aside (
  id uuid primary key,
  conversation_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('whisper', 'reply', 'deed')),
  by_staff uuid not null,
  to_staff uuid,
  deed text not null default '',
  words text not null,
  client_id uuid
);
comment on table aside is 'what passes beside a conversation between team lead and consultant, and what the team lead did and why; never told to the taxpayer';
create index aside_by_conversation on aside (conversation_id, at);
create unique index aside_client on aside (conversation_id, client_id) where client_id is not null;
create index aside_told on aside (to_staff, at) where kind = 'deed';
