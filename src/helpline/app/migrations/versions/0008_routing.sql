create table seat (
  staff_id uuid primary key,
  name text not null,
  provider_id uuid not null,
  team_id uuid,
  systems text[] not null,
  languages text[] not null,
  presence text not null check (presence in ('available', 'break', 'wrap_up', 'away')),
  presence_since timestamptz not null,
  why text not null,
  lease_until timestamptz,
  disconnected_at timestamptz,
  before_lost text check (before_lost in ('available', 'break', 'wrap_up', 'away')),
  lost_at timestamptz,
  units integer not null check (units > 0),
  costs jsonb not null,
  held integer not null default 0 check (held >= 0),
  offered integer not null default 0 check (offered >= 0),
  idle_since timestamptz not null,
  wrap_up_until timestamptz,
  check (presence <> 'wrap_up' or wrap_up_until is not null)
) with (fillfactor = 50);
comment on table seat is 'a consultant''s routing state; alive only while the lease runs';
comment on column seat.units is 'capacity of the whole seat; a piece of work takes costs[channel] of it';

create table waiting (
  id uuid primary key,
  seq bigint generated always as identity,
  channel text not null check (channel in ('chat', 'voice', 'message')),
  provider_id uuid,
  district_id uuid,
  system text,
  language text not null,
  priority integer not null check (priority between 0 and 1000),
  enqueued_at timestamptz not null,
  preferred uuid,
  reserved_until timestamptz,
  not_before timestamptz,
  state text not null check (state in ('waiting', 'offered', 'claimed', 'left', 'released')),
  state_since timestamptz not null,
  holder uuid references seat,
  why text not null default '',
  card jsonb not null,
  check ((state = 'claimed') = (holder is not null))
) with (fillfactor = 70);
comment on table waiting is 'work that waits, is offered, or is held; enqueued_at is the first queue time and survives returns';
comment on column waiting.not_before is 'set while the work keeps a place in the queue for opening';
create index waiting_line on waiting (
  coalesce(provider_id, '00000000-0000-0000-0000-000000000000'), coalesce(system, ''),
  priority desc, enqueued_at, seq
) where state = 'waiting' and not_before is null;
create index waiting_state on waiting (enqueued_at) where state = 'waiting';
create index waiting_opening on waiting (not_before) where state = 'waiting' and not_before is not null;
create index waiting_held on waiting (holder) where holder is not null;

create table offer (
  id uuid primary key,
  work_id uuid not null references waiting,
  staff_id uuid not null references seat,
  channel text not null,
  kind text not null check (kind in ('queue', 'transfer', 'assigned')),
  from_staff uuid,
  why text not null default '',
  offered_at timestamptz not null,
  due_at timestamptz not null,
  outcome text check (outcome in ('claimed', 'declined', 'expired', 'withdrawn')),
  outcome_at timestamptz,
  reason text not null default '',
  not_again_before timestamptz,
  held_until timestamptz,
  check ((outcome is null) = (outcome_at is null)),
  check (outcome_at >= offered_at),
  check (held_until is null or (outcome = 'claimed' and held_until >= outcome_at)),
  check (outcome is distinct from 'declined' or reason <> '')
);
comment on table offer is 'R4.2: who was asked to take which work, when, how it ended and why; never deleted';
create unique index offer_one_open on offer (work_id) where outcome is null;
create index offer_of_work on offer (work_id);
create index offer_asked on offer (staff_id) where outcome is null;
create index offer_holding on offer (staff_id) where outcome = 'claimed' and held_until is null;
create index offer_handled on offer (channel, held_until) where held_until is not null;
create index offer_ended on offer (outcome, outcome_at) where outcome in ('declined', 'expired');
