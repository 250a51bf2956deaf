update staff set role = 'system_administrator' where role = 'operator';
