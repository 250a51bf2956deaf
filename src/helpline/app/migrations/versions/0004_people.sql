create table municipal_bureau (
  only_one boolean primary key default true check (only_one),
  name text not null
);

create table office (
  code text primary key,
  name text not null,
  position integer not null
);
comment on table office is 'offices of the municipal bureau (R20.1)';

create table provider (
  id uuid primary key,
  code text not null unique,
  name text not null unique,
  short_name text not null
);

create table district (
  id uuid primary key,
  code text not null unique check (code ~ '^[0-9]{6}$'),
  name text not null,
  bureau_name text not null
);

create table matching (
  district_id uuid not null references district,
  provider_id uuid not null references provider,
  since date not null,
  until date check (until > since),
  primary key (district_id, since)
);
comment on table matching is 'which provider serves a district, from the day since to before the day until';
create unique index matching_open on matching (district_id) where until is null;
create index matching_provider on matching (provider_id);

create table hall (
  id uuid primary key,
  district_id uuid not null references district,
  name text not null,
  address text not null,
  unique (district_id, name)
);

create table department (
  id uuid primary key,
  provider_id uuid not null references provider,
  name text not null,
  unique (provider_id, name),
  unique (id, provider_id)
);

create table team (
  id uuid primary key,
  provider_id uuid not null,
  department_id uuid not null,
  name text not null,
  unique (provider_id, name),
  unique (id, provider_id),
  foreign key (department_id, provider_id) references department (id, provider_id)
);

create table staff (
  id uuid primary key,
  number text not null unique,
  name text not null,
  role text not null,
  provider_id uuid references provider,
  team_id uuid,
  district_id uuid references district,
  office text references office,
  systems text[] not null,
  languages text[] not null,
  max_level integer not null,
  chat_capacity integer not null,
  active_since timestamptz not null,
  active_until timestamptz,
  foreign key (team_id, provider_id) references team (id, provider_id),
  check (team_id is null or provider_id is not null)
);
create index staff_provider on staff (provider_id);
create index staff_team on staff (team_id);

create table credential (
  staff_id uuid primary key references staff,
  password_hash text not null,
  set_at timestamptz not null
);

create table sign_in_guard (
  number text primary key,
  failures integer not null default 0,
  last_failed_at timestamptz,
  locked_until timestamptz
);
comment on table sign_in_guard is 'failures in a row by the number that was typed, whether somebody has it or not';

create table sign_in (
  id uuid primary key,
  number text not null,
  staff_id uuid references staff,
  outcome text not null check (outcome in ('accepted', 'wrong', 'locked')),
  at timestamptz not null,
  address text not null,
  agent text not null
);
create index sign_in_number on sign_in (number, at);

create table staff_session (
  id uuid primary key,
  staff_id uuid not null references staff,
  token_hash bytea not null unique,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  agent text not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('signed_out', 'everywhere', 'password_changed', 'deactivated'))
);
comment on column staff_session.token_hash is 'SHA-256; the token itself is in the cookie only';
create index staff_session_running on staff_session (staff_id) where ended_at is null;
