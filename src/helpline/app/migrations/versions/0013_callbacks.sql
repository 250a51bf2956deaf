alter table message add column wish text not null default 'answer' check (wish in ('answer', 'callback'));
comment on column message.wish is 'R4.3: callback: the taxpayer did not want to wait in the queue and asked to be telephoned';
