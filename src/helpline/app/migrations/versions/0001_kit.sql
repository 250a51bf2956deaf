create table outbox (
  id bigint generated always as identity primary key,
  fact_id uuid not null unique,
  name text not null,
  payload text not null,
  announced_at timestamptz not null,
  correlation text not null default '',
  delivered_at timestamptz
);
comment on table outbox is 'facts announced by deeds; kept as the record of what happened';
create index outbox_undelivered on outbox (id) where delivered_at is null;

create table parked_delivery (
  outbox_id bigint not null references outbox,
  listener text not null,
  attempts integer not null,
  next_try_at timestamptz not null,
  primary key (outbox_id, listener)
);
create index parked_delivery_next on parked_delivery (next_try_at);
