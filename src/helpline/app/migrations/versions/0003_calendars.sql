create table statutory_notice (
  year integer primary key,
  source text not null,
  entered_by uuid,
  entered_at timestamptz not null
);
comment on table statutory_notice is 'years whose statutory days are known; entered_by is null for what the program brings';

create table statutory_day (
  day date primary key,
  year integer not null,
  name text not null check (name <> ''),
  kind text not null check (kind in ('off', 'work')),
  source text not null
);
comment on table statutory_day is 'days off and days worked to make up, by notices or entered singly; year is the notice''s';
create index statutory_day_year on statutory_day (year);

create table statutory_change (
  id uuid primary key,
  day date not null,
  year integer not null,
  name text not null,
  kind text not null check (kind in ('off', 'work', 'ordinary')),
  source text not null,
  changed_at timestamptz not null,
  changed_by uuid,
  why text not null check (why <> '')
);
comment on table statutory_change is 'who made a day what, when and why; changed_by is null for what the program brings';
create index statutory_change_year on statutory_change (year, changed_at);
create trigger statutory_change_append_only before update or delete on statutory_change for each statement execute function refuse_rewriting();

create table calendar_version (
  only_row boolean primary key default true check (only_row),
  version uuid not null
);
comment on table calendar_version is 'changes with every change of days, so that processes know when to read them again';
