alter table conversation add column personal bytea;
alter table message add column personal bytea;
alter table service_case add column personal bytea;
alter table follow_up add column personal bytea;
alter table contact add column personal bytea, add column phone_index bytea, add column reach_index bytea;
alter table taxpayer add column personal bytea, add column number_index bytea, add column identity_index bytea;
update outbox set payload = ((payload::jsonb) - 'asker' - 'phone')::text where name in ('conversations.ConversationOpened', 'conversations.LaterChosen');
update change set name = left(name, 1) || '*' where by_party = 'taxpayer' and name <> '';
