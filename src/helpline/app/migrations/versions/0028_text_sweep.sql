create table text_sweep (
  kind text primary key check (kind in ('conversation', 'message')),
  rules integer not null,
  upto uuid not null
);
comment on table text_sweep is 'R18.1: up to which dialogue and message older texts were searched, by which version of the rules';
