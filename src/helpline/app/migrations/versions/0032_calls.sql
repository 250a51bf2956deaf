create table call_number (
  day date primary key,
  last integer not null,
  key bytea
);

create table call (
  id uuid primary key,
  number text not null unique,
  node text not null,
  channel text not null,
  direction text not null check (direction in ('in', 'out')),
  line text not null check (line in ('public', '12366')),
  dialled text not null default '',
  arrived_at timestamptz not null,
  personal bytea,
  phone_index bytea,
  taxpayer_id uuid,
  district_id uuid,
  provider_id uuid,
  system text,
  about uuid,
  phase text not null,
  consultant_id uuid,
  flow text not null,
  heard uuid,
  events integer not null default 0,
  orders integer not null default 0,
  queued_at timestamptz,
  connected_at timestamptz,
  ended_at timestamptz,
  outcome text check (outcome in ('answered', 'left', 'callback', 'message', 'lost', 'unreached')),
  check ((phase = 'ended') = (outcome is not null)),
  check ((ended_at is null) = (outcome is null))
);
comment on table call is 'R5.1: a telephone call; the number of the other side is sealed in personal and found by phone_index (R18.1)';
comment on column call.heard is 'the last signal that was heard: told again, it is one';
comment on column call.events is 'how many raw events were written; orders likewise';
comment on column call.about is 'the message that is answered by calling back';
create index call_open on call (node) where phase <> 'ended';
create index call_consultant on call (consultant_id) where phase <> 'ended' and consultant_id is not null;
create index call_phone on call (phone_index, arrived_at desc) where phone_index is not null;
create index call_taxpayer on call (taxpayer_id, arrived_at desc) where taxpayer_id is not null;
create index call_arrived on call (arrived_at);

create table call_event (
  call_id uuid not null references call,
  seq integer not null,
  at timestamptz not null,
  kind text not null,
  detail jsonb not null default '{}',
  primary key (call_id, seq)
);
comment on table call_event is 'R5.2: what happened, raw, kept for ever: the measures are computed from these alone';
create index call_event_at on call_event (at);

create table call_order (
  call_id uuid not null references call,
  number integer not null,
  node text not null,
  written text not null,
  ordered_at timestamptz not null,
  done_at timestamptz,
  primary key (call_id, number)
);
comment on table call_order is 'what the telephone system is to do, in order; written before it is done, and may be done twice';
create index call_order_undone on call_order (node, call_id, number) where done_at is null;

create table hotline_number (
  dialled text primary key,
  provider_id uuid not null
);
comment on table hotline_number is 'R5.1: whose number it is that was dialled; a number not named here is everybody''s';
