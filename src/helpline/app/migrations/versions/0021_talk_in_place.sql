-- What a post changes of its conversation stands in no index and finds room on its page: it is changed in place,
-- without a new entry in each of eight indexes.
drop index conversation_by_consultant;
create index conversation_by_consultant on conversation (consultant_id) where phase = 'active';
alter table conversation set (fillfactor = 60);
