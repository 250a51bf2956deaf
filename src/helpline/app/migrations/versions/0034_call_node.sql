create table call_node (
  node text primary key,
  holder uuid not null,
  leased_until timestamptz not null
);
comment on table call_node is 'which process leads a telephone node: one at a time, until the lease runs out';
