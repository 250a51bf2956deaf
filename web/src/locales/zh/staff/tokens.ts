/** Words of the page of programs' tokens. */
export const tokens = {
  title: '程序令牌', lead: '供其他程序读取数据；只读，按授权范围和单位限制，每次使用都有记录', issue: '签发令牌', revoke: '吊销', none: '还没有签发过令牌', noneNext: '用“签发令牌”为一个程序开通只读访问',
  columns: { name: '程序', rights: '授权范围', tier: '单位', issued: '签发', expires: '到期', used: '最近使用', state: '状态' }, deeds: '操作',
  bureau: '市局', never: '从未使用', states: { runs: '有效', expired: '已过期', revoked: '已吊销' },
  rights: { 'knowledge:read': '知识库', 'measures:read': '看板指标', 'conversations:read': '对话', 'organisations:read': '机构', 'calendars:read': '工作日历', 'terms:read': '条款参数' },
  form: {
    name: '程序名称', nameHint: '如：征管局大屏', rights: '授权范围（至少一项）', tier: '代表哪个单位', days: (most: number) => `有效天数（最多 ${most} 天）`, why: '事由', whyHint: '记录在案，至少两个字', go: '签发', cancel: '取消', noRights: '请至少选择一项授权范围。',
  },
  revocation: { title: (name: string) => `吊销“${name}”`, note: '吊销后立即失效，使用它的程序随即读不到数据；不能恢复，只能重新签发。', go: '吊销' },
  shown: (name: string) => `“${name}”的令牌`, shownNote: '只显示这一次，平台只保存其摘要。请当面或以加密方式交给程序的负责人。', usage: '程序在请求头中带上：Authorization: Bearer 令牌', copy: '复制', copied: '已复制', done: '我已记下',
} as const
