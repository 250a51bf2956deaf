alter table staff_session add column locked_at timestamptz;
comment on column staff_session.locked_at is 'the desk is covered: no door tells or takes anything until the password was given';
