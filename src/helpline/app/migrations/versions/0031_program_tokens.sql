create table program_token (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  rights text[] not null,
  district_id uuid references district,
  provider_id uuid references provider,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  check (district_id is null or provider_id is null)
);
comment on table program_token is 'a program that may knock without a person; neither district nor provider: the municipal bureau''s';
comment on column program_token.token_hash is 'SHA-256; the token itself is shown once and kept nowhere';
comment on column program_token.last_used_at is 'to the minute; each use is in the audit log';
