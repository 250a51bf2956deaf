create table rating_invitation (
  conversation_id uuid primary key,
  staff_id uuid,
  invited_at timestamptz not null
);
comment on table rating_invitation is 'R17.1: ended conversations whose taxpayer was asked to rate; staff_id is null where only the assistant served';
create index rating_invitation_time on rating_invitation (invited_at, staff_id);

create table rating (
  conversation_id uuid primary key,
  staff_id uuid,
  rated_at timestamptz not null,
  version integer not null,
  satisfaction integer not null check (satisfaction between 1 and 5),
  solved boolean,
  tags text[] not null,
  words text not null
);
comment on table rating is 'what a taxpayer says of a conversation, as it stands; 5 is 非常满意';
create index rating_time on rating (rated_at, staff_id);

create table rating_version (
  conversation_id uuid not null references rating,
  version integer not null,
  at timestamptz not null,
  satisfaction integer not null,
  solved boolean,
  tags text[] not null,
  words text not null,
  primary key (conversation_id, version)
);
comment on table rating_version is 'everything that was said of a conversation, also what was changed later';
