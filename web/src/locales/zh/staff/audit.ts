/** Words of the audit page. */
export const audit = {
  title: '审计日志', lead: '谁、何时、从哪里、对什么、做了什么。只能查阅，不能改动；您的每次查阅也会记入。', lines: '审计记录', chain: '审计链',
  who: '工号', deed: '操作', deedHint: '如 taxpayers.', subject: '对象编号', outcome: '结果', any: '全部', since: '从', until: '到', find: '查询',
  outcomes: { done: '完成', looked: '查看', refused: '被拒' },
  kinds: { staff: '工作人员', visitor: '纳税人', token: '接口令牌', command_line: '命令行', system: '系统', unknown: '未登录' },
  columns: { counter: '编号', at: '时间', who: '谁', deed: '操作', subject: '对象', outcome: '结果', address: '来自' },
  fields: { deed: '操作', door: '入口', why: '理由', subject: '对象', who: '谁', role: '岗位', address: '网络地址', agent: '浏览器', session: '登录', correlation: '关联号', detail: '细节', line: '记录号' },
  deeds: {
    'people.sign_in': '登录', 'people.sign_out': '退出登录', 'people.issuer_logout': '统一身份认证退出', 'people.vouching_begins': '首次关联统一身份', 'people.issuer_registered': '登记统一身份认证', 'people.issuer_ended': '停用统一身份认证', 'conversations.post': '发出消息（一批）', 'conversations.read': '查看对话', 'conversations.claim': '应答对话', 'cases.read': '查看受理单',
    'desk.desk': '打开工作台', 'desk.matter': '查看来人资料', 'desk.set_presence': '更改在岗状态', 'taxpayers.taxpayers': '查找纳税人', 'taxpayers.taxpayer': '查看纳税人', 'messages.listed': '查看留言',
    'supervision.board': '打开看板', 'supervision.listen': '旁听对话', 'app.audit_lines': '查阅审计日志', 'app.verify_now': '校验审计链', 'audit.export': '导出审计日志',
  },
  waiting: '待封印', none: '没有符合条件的记录', noneNext: '放宽时间，或去掉一个条件', nothing: '还没有审计记录', nothingNext: '有人登录或操作后，这里会出现',
  whole: (n: number, when: string) => `链完整至第 ${n} 条（${when} 校验）`, broken: (n: number, when: string) => `链有 ${n} 处异常（${when} 校验）`, never: '链还没有校验过',
  head: (n: number, waiting: number) => (waiting ? `已封印 ${n} 条，${waiting} 条待封印` : `已封印 ${n} 条`),
  verify: '立即校验', verifying: '正在校验', place: (n: number) => `第 ${n} 条：`, outside: '链外：', advice: '请保留现场，用市局留存的锚定文件运行 helpline audit verify --anchors 复核，并报告信息安全负责人。',
  anchors: (n: number) => `锚定文件 ${n} 份`, anchorList: '锚定文件', noAnchors: '还没有锚定文件，每日结束后自动生成一份，由市局留存。',
  anchor: { day: '日期', counter: '至第几条', count: '当日条数', mac: '链值', key: '密钥' },
} as const
