create table taxpayer (
  id uuid primary key,
  tax_number text not null unique,
  kind text not null check (kind in ('credit_code', 'legacy_number', 'sole_trader_number', 'identity_number')),
  legacy boolean not null,
  identity_number text,
  name text not null,
  name_search text not null,
  name_grams text[] not null,
  district_id uuid references district,
  address text,
  added_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid
);
comment on column taxpayer.tax_number is 'credit code, older number, or the identity number of a person';
comment on column taxpayer.name_grams is 'characters and pairs of characters of name_search; trigrams would miss short Chinese words';
comment on column taxpayer.added_at is 'when it became a taxpayer of its district; starts the month of R8.2';
comment on column taxpayer.changed_by is 'who entered or changed it last; null for an import from the command line';
create index taxpayer_newest on taxpayer (added_at desc, id desc);
create index taxpayer_of_district on taxpayer (district_id, added_at desc, id desc);
create index taxpayer_name_prefix on taxpayer (name_search text_pattern_ops);
create index taxpayer_name_grams on taxpayer using gin (name_grams);
create index taxpayer_identity on taxpayer (identity_number) where identity_number is not null;

create table contact (
  id uuid primary key,
  taxpayer_id uuid references taxpayer,
  name text not null,
  phone text,
  email text,
  reach text not null generated always as (coalesce(phone, email)) stored,
  added_at timestamptz not null
);
comment on table contact is 'the human who asks; without a taxpayer as long as none is known';
comment on column contact.reach is 'what tells the contacts of a taxpayer apart';
create unique index contact_reach on contact (taxpayer_id, reach) nulls not distinct;
create index contact_phone on contact (phone) where phone is not null;
