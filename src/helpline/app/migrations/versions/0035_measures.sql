create table call_exclusion (
  call_id uuid primary key,
  reason text not null check (reason in ('test', 'nuisance')),
  why text not null,
  set_by uuid not null,
  set_at timestamptz not null
);
comment on table call_exclusion is 'R5.2: calls that the bureau leaves out of the measures, each with its reason';

create table outage (
  id uuid primary key,
  since timestamptz not null,
  until timestamptz not null,
  why text not null,
  declared_by uuid not null,
  declared_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  check (since < until),
  check ((approved_by is null) = (approved_at is null)),
  check (approved_by <> declared_by)
);
comment on table outage is 'R5.2: a declared fault of platform or line; once another person agreed, its calls are left out and listed';
create index outage_since on outage (since);
