create table consultation_system (
  code text primary key check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  name text not null,
  short_name text not null,
  aliases text[] not null default '{}',
  state text not null default 'in_use' check (state in ('in_use', 'retired')),
  successor text references consultation_system,
  position integer not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  check (successor is distinct from code)
);
comment on table consultation_system is 'R3.1: the catalogue of online tax systems; the eleven of article 3 are its beginning';

insert into consultation_system (code, name, short_name, aliases, position, changed_by) values
  ('etax_sh3', '网上电子申报软件（eTax@SH3）', '网上申报', '{eTax@SH3,eTax@SH,网上电子申报,电子申报软件,网上申报软件}', 1, '办法第三条'),
  ('online_certification', '网上认证软件（eTax@SH 网上认证）', '网上认证', '{网上认证软件,进项认证,证书助手}', 2, '办法第三条'),
  ('its_withholding', '自然人税收管理系统（ITS）扣缴客户端', '扣缴客户端', '{自然人税收管理系统,自然人扣缴客户端,个税扣缴客户端,ITS}', 3, '办法第三条'),
  ('cit_annual', '企业所得税汇算清缴申报软件', '所得税汇缴', '{汇算清缴软件,所得税年报,年度汇算清缴,企业所得税年度申报}', 4, '办法第三条'),
  ('export_rebate_offline', '出口退税申报软件', '退税申报软件', '{出口退税离线版,退税申报系统,离线版申报软件}', 5, '办法第三条'),
  ('export_rebate_online', '出口退税网上申报软件', '退税网上申报', '{出口退税在线版,退税在线申报,网上退税申报}', 6, '办法第三条'),
  ('single_window_rebate', '国际贸易单一窗口出口退税申报系统', '单一窗口退税', '{单一窗口,国际贸易单一窗口}', 7, '办法第三条'),
  ('departure_rebate', '离境退税管理信息系统', '离境退税', '{离境退税系统,购物离境退税,即买即退}', 8, '办法第三条'),
  ('general_invoicing', '通用开票软件', '通用开票', '{电脑开票,统一票样开票,开票软件}', 9, '办法第三条'),
  ('etax_bureau', '电子税务局', '电子税务局', '{网上办税厅,新电子税务局,税务数字账户,数电票}', 10, '办法第三条'),
  ('tax_survey', '税收调查网上直报软件', '税收调查直报', '{税收调查,网上直报}', 11, '办法第三条');

create table topic (
  code text primary key,
  name text not null unique,
  position integer not null,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
comment on table topic is 'R3.1: what a question is about, the third of system × kind × topic';

insert into topic (code, name, position, changed_by) values
  ('install', '安装升级', 1, '初始目录'),
  ('login', '登录认证', 2, '初始目录'),
  ('password', '密码', 3, '初始目录'),
  ('certificate', '证书', 4, '初始目录'),
  ('rights', '权限', 5, '初始目录'),
  ('registration', '登记备案', 6, '初始目录'),
  ('filling', '采集填写', 7, '初始目录'),
  ('filing', '申报报送', 8, '初始目录'),
  ('payment', '缴款', 9, '初始目录'),
  ('invoice', '发票', 10, '初始目录'),
  ('printing', '查询打印', 11, '初始目录'),
  ('errors', '报错处理', 12, '初始目录'),
  ('network', '网络环境', 13, '初始目录'),
  ('backup', '备份恢复', 14, '初始目录'),
  ('closing', '注销', 15, '初始目录'),
  ('interface', '接口直连', 16, '初始目录'),
  ('other', '其他', 99, '初始目录');

create table knowledge_entry (
  id uuid primary key,
  number text not null unique,
  state text not null check (state in ('draft', 'in_review', 'published', 'withdrawn')),
  latest integer not null,
  live integer,
  changed_at timestamptz not null,
  check (live <= latest)
);
comment on column knowledge_entry.live is 'version that is shown to taxpayers, while a later one may be in preparation';
create index knowledge_entry_live on knowledge_entry (id) where live is not null;
create index knowledge_entry_changed on knowledge_entry (changed_at desc, id desc);

create table knowledge_revision (
  entry_id uuid not null references knowledge_entry deferrable initially deferred,
  version integer not null,
  system text not null references consultation_system,
  kind text not null check (kind in ('process', 'operation')),
  topic text not null references topic,
  title text not null,
  wordings text[] not null,
  answer text not null,
  keywords text[] not null,
  source text not null,
  source_date date,
  valid_from date,
  valid_until date,
  written_at timestamptz not null,
  written_by uuid,
  written_by_name text not null,
  why text not null,
  primary key (entry_id, version),
  check (valid_until >= valid_from)
);
comment on table knowledge_revision is 'R15.2: what an entry said, and who wrote it when and why; rows never change';
create function knowledge_revision_stays() returns trigger language plpgsql as
  'begin raise exception ''a revision never changes''; end';
create trigger knowledge_revision_stays before update on knowledge_revision
  for each row execute function knowledge_revision_stays();

create table knowledge_step (
  id uuid primary key,
  entry_id uuid not null,
  version integer not null,
  step text not null check (step in ('submitted', 'returned', 'published', 'withdrawn')),
  at timestamptz not null,
  by_id uuid,
  by_name text not null,
  why text not null,
  foreign key (entry_id, version) references knowledge_revision deferrable initially deferred
);
comment on table knowledge_step is 'R15.2: the way of a revision through review; the published step is the sign-off';
create index knowledge_step_entry on knowledge_step (entry_id, version, at);

create table knowledge_counter (
  singleton boolean primary key default true check (singleton),
  version bigint not null,
  last_number integer not null
);
comment on table knowledge_counter is 'version of what is searchable, and the last entry number given';
insert into knowledge_counter (version, last_number) values (0, 0);

create table knowledge_question (
  id uuid primary key,
  asked_at timestamptz not null,
  asked_on date not null,
  words text not null,
  matter text not null,
  system text,
  outcome text not null check (outcome in ('answered', 'asked_back', 'unknown', 'out_of_scope', 'handed_over')),
  entry_id uuid references knowledge_entry,
  version integer
);
comment on table knowledge_question is 'what was asked, numbers of persons struck out, and what became of it';
create index knowledge_question_day on knowledge_question (asked_on, entry_id) where entry_id is not null;

create table knowledge_gap (
  id uuid primary key,
  matter text not null unique,
  words text not null,
  system text,
  times integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  closed_why text
);
comment on table knowledge_gap is 'questions that found nothing, one row a matter';
create index knowledge_gap_open on knowledge_gap (times desc, last_at desc) where closed_at is null;

create table knowledge_feedback (
  id uuid primary key,
  entry_id uuid references knowledge_entry,
  version integer,
  verdict text not null check (verdict in ('solved', 'not_solved', 'wrong', 'missing')),
  words text not null,
  conversation uuid,
  at timestamptz not null,
  by_id uuid,
  by_name text not null,
  handled_at timestamptz,
  handled_by text,
  handled_why text,
  check (entry_id is not null or verdict = 'missing')
);
create index knowledge_feedback_open on knowledge_feedback (at desc) where handled_at is null;

create table knowledge_vector (
  entry_id uuid not null,
  version integer not null,
  model text not null,
  vector bytea not null,
  primary key (entry_id, model)
);
comment on table knowledge_vector is 'dense vectors of live revisions, 32-bit floats; made anew when model or revision changes';
