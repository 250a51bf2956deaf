create table second_factor (
  id uuid primary key,
  staff_id uuid not null unique references staff,
  secret bytea not null,
  begun_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0
);
comment on column second_factor.secret is 'sealed; open it to hold a code against it';
comment on column second_factor.last_step is 'time step of the last code that was taken: none comes twice';

create table recovery_code (
  id uuid primary key,
  staff_id uuid not null references staff,
  code_hash bytea not null,
  used_at timestamptz,
  unique (staff_id, code_hash)
);
