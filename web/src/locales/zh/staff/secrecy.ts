/** Words of reveals, exports and the page of secrecy. */
export const secrecy = {
  title: '保密', lead: '查看明文、导出数据都要说明缘由，全部留痕。',
  fields: { name: '名称', tax_number: '识别号', identity_number: '身份证件', address: '地址', phone: '电话', email: '邮箱', asker: '来访人', credit_code: '信用代码' },
  kinds: { taxpayer: '纳税人', contact: '联系人', conversation: '来访人', message: '留言', follow_up: '事后答复' },
  reasons: { verify: '核对来访人身份', call_back: '回电或事后答复', find_taxpayer: '在办税系统中查找该户', complaint: '处理投诉或质检', other: '其他' },
  reveal: {
    see: '查看', seeField: (field: string) => `查看${field}明文`, title: (field: string) => `查看${field}明文`, lead: '查看会连同您的工号、时间和缘由记入审计日志。', reason: '事由', words: '具体缘由', wordsHint: '例如：来访人要求核对预留电话', go: '查看', cancel: '取消',
    needWords: '请写明具体缘由，至少 4 个字', askTwo: '申请两人批准', asked: '申请已提交。两人批准后，再点“查看”即可看一次。', left: (n: number) => `${n} 秒后重新隐藏`, hide: '立即隐藏', picture: '带水印的明文',
  },
  waiting: { title: '等我批准', none: '没有等您批准的申请', noneNext: '有人提出申请时会列在这里', approve: '批准', refuse: '不批准', of: (n: number, all: number) => `已批 ${n}/${all}`, wants: (kind: string, field: string) => `查看${kind}的${field}`, until: (t: string) => `${t} 前有效`, refusal: '不批准的理由' },
  own: { title: '我的查看申请', none: '没有进行中的查看申请', noneNext: '查看非本人经办的资料时，可在原处提出申请', ready: '已批准，可回原处查看一次' },
  exports: {
    title: '导出', make: '申请导出', none: '还没有导出', noneNext: '导出须经他人审批，文件带有追查来源的印记', columns: { number: '编号', what: '内容', who: '申请人', why: '用途', state: '状态' },
    states: { waiting: '等待审批', refused: '未批准', making: '正在生成', ready: '可下载', expired: '已过期销毁' }, rows: (n: number) => `${n} 行`, unmasked: '含明文', masked: '已脱敏', fetch: '下载', downloads: (n: number) => `已下载 ${n} 次`,
    form: { title: '申请导出', what: '内容', kinds: { taxpayers: '纳税人登记', cases: '受理单', messages: '留言' }, text: '名称包含（可不填）', since: '起始日期', until: '截止日期', unmasked: '包含明文（须两人审批）', reason: '用途', words: '用途说明', go: '提交申请', note: '文件只能由您本人下载，逾期销毁；每一行都带有追查来源的印记。' },
  },
  numbers: { title: '文字中的号码（近 30 天）', none: '近 30 天的对话和留言里没有发现号码', noneNext: '对话结束、留言收到时自动检查，只记件数', kinds: { conversation: '对话', message: '留言' }, sorts: { mobile: '手机号', identity_number: '身份证号', credit_code: '信用代码', bank_card: '银行卡号', email: '邮箱' }, line: (texts: number, numbers: number) => `${texts} 件，共 ${numbers} 处` },
  alerts: { title: '异常查看', none: '没有异常查看', noneNext: '查看过多、夜间查看、翻看过多时会列在这里', count: (n: number) => `${n} 次`, acknowledge: '已处理', note: '处理情况', done: (who: string, note: string) => `${who} 已处理${note ? `：${note}` : ''}` },
} as const
