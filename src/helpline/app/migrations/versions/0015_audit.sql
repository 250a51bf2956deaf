create table audit_line (
  id uuid primary key,
  at timestamptz not null,
  who_kind text not null,
  who_id uuid,
  who_number text not null,
  who_role text not null,
  session_id uuid,
  address text not null,
  agent text not null,
  door text not null,
  purpose text not null,
  correlation text not null,
  deed text not null,
  subject_kind text not null,
  subject_id text not null,
  outcome text not null,
  why text not null,
  detail text not null
);
comment on table audit_line is 'who did what, why and from where; written in the transaction of the deed itself';
comment on column audit_line.detail is 'JSON as text: the chain seals it letter by letter';
create index audit_line_at on audit_line (at, id);
create index audit_line_who on audit_line (who_number, at);
create index audit_line_subject on audit_line (subject_id, at) where subject_id <> '';

create table audit_unsealed (
  line_id uuid primary key,
  at timestamptz not null
);
comment on table audit_unsealed is 'lines that no sealer has taken yet; a row lives for less than a second';

create table audit_seal (
  counter bigint primary key,
  line_id uuid not null unique,
  mac bytea not null,
  key_id text not null
);
comment on table audit_seal is 'the chain: HMAC-SM3 over counter, the mac before, key and line';

create table audit_head (
  only_one boolean primary key default true check (only_one),
  counter bigint not null,
  mac bytea not null,
  key_id text not null,
  proof bytea not null
);
comment on table audit_head is 'the running counter, with a keyed proof; what was cut off at the end is missed by it';

create table audit_anchor (
  day date primary key,
  counter bigint not null,
  content text not null,
  digest text not null
);
comment on table audit_anchor is 'what each ended day handed to the bureau as a file';

create table audit_verification (
  id uuid primary key,
  at timestamptz not null,
  first bigint not null,
  last bigint not null,
  report text not null
);

create function audit_append_only() returns trigger language plpgsql as
$$ begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end $$;

create trigger audit_line_stays before update or delete on audit_line
  for each row execute function audit_append_only();
create trigger audit_line_whole before truncate on audit_line
  for each statement execute function audit_append_only();
create trigger audit_seal_stays before update or delete on audit_seal
  for each row execute function audit_append_only();
create trigger audit_seal_whole before truncate on audit_seal
  for each statement execute function audit_append_only();
create trigger audit_anchor_stays before update or delete on audit_anchor
  for each row execute function audit_append_only();
create trigger audit_anchor_whole before truncate on audit_anchor
  for each statement execute function audit_append_only();
create trigger audit_head_stays before delete on audit_head
  for each row execute function audit_append_only();
