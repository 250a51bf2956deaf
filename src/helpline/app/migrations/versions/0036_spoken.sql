alter table message add column call_id uuid;
alter table message add column spoken_seconds real;
comment on column message.call_id is 'the call in which it was left, or which nobody answered';
comment on column message.spoken_seconds is 'R6.1: it was spoken and is so long; the recording is found by call_id';
create unique index message_call on message (call_id) where call_id is not null;
