create table reveal (
  id uuid primary key,
  at timestamptz not null,
  staff_id uuid not null,
  kind text not null,
  subject uuid not null,
  field text not null,
  reason text not null,
  words text not null,
  path text not null check (path in ('at_hand', 'approved'))
);
comment on table reveal is 'R18.1: who saw which masked field, and why; never the value';
create index reveal_staff on reveal (staff_id, at);

create table reveal_request (
  id uuid primary key,
  staff_id uuid not null,
  provider_id uuid,
  kind text not null,
  subject uuid not null,
  field text not null,
  reason text not null,
  words text not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table reveal_request is 'R18.1: to see what is not of a matter at hand; two others must agree';
create index reveal_request_running on reveal_request (expires_at) where used_at is null;

create table reveal_approval (
  request_id uuid not null references reveal_request,
  staff_id uuid not null,
  at timestamptz not null,
  primary key (request_id, staff_id)
);

create table secrecy_alert (
  id uuid primary key,
  kind text not null,
  staff_id uuid not null,
  at timestamptz not null,
  day date not null,
  count integer not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  note text not null default '',
  unique (kind, staff_id, day)
);
comment on table secrecy_alert is 'R18.1: unusual browsing, for the security administrator';

create table export (
  id uuid primary key,
  serial integer not null unique generated always as identity,
  staff_id uuid not null,
  wish jsonb not null,
  scope jsonb not null,
  asked_at timestamptz not null,
  refused_at timestamptz,
  refused_by uuid,
  made_at timestamptz,
  expires_at timestamptz,
  rows integer
);
comment on table export is 'R18.1: exports need approval; serial is what the mark in the file carries';
create index export_staff on export (staff_id, serial desc);

create table export_approval (
  export_id uuid not null references export,
  staff_id uuid not null,
  at timestamptz not null,
  primary key (export_id, staff_id)
);

create table export_file (
  id uuid primary key references export,
  sealed bytea not null
);
comment on table export_file is 'the file, sealed, until it expires';

create table export_download (
  export_id uuid not null references export,
  staff_id uuid not null,
  at timestamptz not null
);
create index export_download_of on export_download (export_id);

create table export_canary (
  index bytea primary key,
  export_id uuid not null references export
);
comment on table export_canary is 'blind indexes of names invented for one export, by which a copied piece is known';
