alter table sign_in drop constraint sign_in_outcome_check;
alter table sign_in add constraint sign_in_outcome_check
  check (outcome in ('accepted', 'wrong', 'locked', 'code_missing', 'code_wrong', 'issuer_only', 'on_leave'));
