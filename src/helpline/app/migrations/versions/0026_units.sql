alter table municipal_bureau add column id uuid not null unique default gen_random_uuid();
alter table office add column id uuid not null unique default gen_random_uuid();
alter table office add column since date, add column closed_on date;
alter table district add column since date, add column closed_on date;
alter table district drop constraint district_code_check;
alter table district add constraint district_code_check check (code ~ '^([0-9]{6}|[a-z][a-z0-9_]{1,30})$');
comment on column district.code is 'six digits of the district; a word for a bureau that is of no district, as third_branch';
alter table provider add column since date, add column closed_on date;
alter table department add column since date, add column closed_on date;
alter table team add column since date, add column closed_on date;
alter table hall add column since date, add column closed_on date,
  add column longitude double precision, add column latitude double precision;
alter table hall add constraint hall_position_check check (
  (longitude is null) = (latitude is null) and longitude between -180 and 180 and latitude between -90 and 90);
comment on column hall.longitude is 'degrees, GCJ-02, as on the maps of the country';

create table branch (
  id uuid primary key,
  district_id uuid not null references district,
  name text not null,
  code text unique check (code ~ '^[0-9]{11}$'),
  address text not null default '',
  since date,
  closed_on date,
  unique (district_id, name)
);
comment on table branch is 'branches of a district bureau, such as 第二十一税务所';
comment on column branch.code is 'the eleven digits of a collecting authority, where the branch has some of its own';
create index branch_district on branch (district_id);
create index hall_district on hall (district_id);

create view unit as
select b.id, 'bureau' as kind, null::uuid as parent_id, b.name, '' as short_name, '' as code, '' as address,
  null::double precision as longitude, null::double precision as latitude, null::date as since, null::date as closed_on,
  null::uuid as provider_id, null::uuid as district_id, 0 as position
from municipal_bureau b
union all
select o.id, 'office', b.id, o.name, '', o.code, '', null, null, o.since, o.closed_on, null, null, o.position
from office o cross join municipal_bureau b
union all
select d.id, 'district', b.id, d.bureau_name, d.name, d.code, '', null, null, d.since, d.closed_on, null, d.id, 0
from district d cross join municipal_bureau b
union all
select t.id, 'branch', t.district_id, t.name, '', coalesce(t.code, ''), t.address, null, null, t.since, t.closed_on,
  null, t.district_id, 0
from branch t
union all
select h.id, 'hall', h.district_id, h.name, '', '', h.address, h.longitude, h.latitude, h.since, h.closed_on,
  null, h.district_id, 0
from hall h
union all
select p.id, 'provider', b.id, p.name, p.short_name, p.code, '', null, null, p.since, p.closed_on, p.id, null, 0
from provider p cross join municipal_bureau b
union all
select e.id, 'department', e.provider_id, e.name, '', '', '', null, null, e.since, e.closed_on, e.provider_id, null, 0
from department e
union all
select t.id, 'team', t.department_id, t.name, '', '', '', null, null, t.since, t.closed_on, t.provider_id, null, 0
from team t;
comment on view unit is 'every organisation in one shape, each under its parent';

create table unit_event (
  id uuid primary key,
  unit_id uuid not null,
  at timestamptz not null,
  since date not null,
  what text not null check (what in ('entered', 'changed', 'moved', 'closed', 'matched', 'unmatched')),
  by_id uuid references staff,
  why text not null,
  state jsonb not null
);
create index unit_event_unit on unit_event (unit_id, at);
comment on table unit_event is 'every state of an organisation, from the day since; by_id null: at the command line';

insert into unit_event (id, unit_id, at, since, what, by_id, why, state)
select gen_random_uuid(), id, now(), coalesce(since, (now() at time zone 'Asia/Shanghai')::date), 'entered', null, '', to_jsonb(unit)
from unit;
