alter table matter_number add column key bytea;
alter table message_number add column key bytea;
comment on column matter_number.key is 'puts the numbers of this day in an order of their own; null: the day began before there were keys';
comment on column message_number.key is 'puts the numbers of this day in an order of their own; null: the day began before there were keys';
