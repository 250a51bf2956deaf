create table recording (
  id uuid primary key,
  node text not null,
  call_id uuid,
  kind text not null check (kind in ('talk', 'message', 'alone')),
  origin bytea,
  cipher smallint not null,
  sealed_key bytea not null,
  recorded_at timestamptz not null,
  seconds double precision not null,
  rate integer not null,
  size bigint not null,
  digest text not null,
  peaks bytea not null,
  is_silent boolean not null,
  is_repaired boolean not null,
  found_at timestamptz not null,
  stored_at timestamptz,
  check ((kind = 'alone') = (call_id is null)),
  check ((kind = 'alone') = (origin is not null))
);
comment on table recording is 'R11.2: a recording; its sound lies in the file store, sealed under sealed_key';
comment on column recording.call_id is 'no foreign key: a recording may be found before the controller wrote down its call';
comment on column recording.origin is 'name of a message that was taken with no controller there: it tells who called, sealed';
comment on column recording.digest is 'SHA-256 of the clear file';
comment on column recording.stored_at is 'since when it lies in the file store, read back; only then it leaves the spool';
create index recording_call on recording (call_id) where call_id is not null;
create index recording_unstored on recording (found_at) where stored_at is null;

create table recording_trouble (
  id uuid primary key,
  node text not null,
  call_id uuid,
  code text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  tries integer not null
);
comment on table recording_trouble is 'R11.2: recordings that lie in a spool and cannot be stored; a row goes when it is';
