create table text_finding (
  kind text not null check (kind in ('conversation', 'message')),
  subject uuid not null,
  sort text not null,
  count integer not null,
  at timestamptz not null,
  primary key (kind, subject, sort)
);
comment on table text_finding is 'R18.1: how many numbers of persons a text holds; never the numbers';
create index text_finding_at on text_finding (at);
