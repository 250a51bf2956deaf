create function refuse_rewriting() returns trigger language plpgsql as 'begin raise exception ''% is append-only'', tg_table_name; end';
comment on function refuse_rewriting() is 'for tables that keep what was recorded: a row once written stays as it is';

create table term (
  id uuid primary key,
  name text not null,
  value jsonb not null,
  effective_from date not null,
  why text not null check (why <> ''),
  set_by uuid not null,
  set_at timestamptz not null
);
comment on table term is 'dated changes of the terms that the program ships; of two for one day the later entry holds';
create trigger term_append_only before update or delete on term for each statement execute function refuse_rewriting();
