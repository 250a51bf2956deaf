create table data_key (
  id integer primary key,
  purpose text not null check (purpose in ('seal', 'index')),
  algorithm text not null check (algorithm in ('sm4-gcm', 'aes-256-gcm')),
  wrapped bytea not null,
  made_at timestamptz not null
);
comment on table data_key is 'keys of personal data, wrapped by a master key that is kept elsewhere; the newest of a purpose is in use, none is deleted';
