/** Words of the calendar page. */
export const calendar = {
  title: '工作日历', lead: '法定节假日与补班日。留言、事后答复和上门的期限都按它计算。',
  year: (n: number) => `${n} 年`, previous: '上一年', next: '下一年',
  marks: { off: '放假', work: '补班', weekend: '周末', plain: '工作日', ordinary: '照常' }, short: { off: '休', work: '班' } as Record<string, string>,
  count: (days: number) => `全年工作日 ${days} 天`, monthCount: (n: number) => `${n} 个工作日`,
  filing: '申报期截止', filingRow: (month: number, day: string) => `${month} 月：${day}`, provisional: '暂按规则推算',
  spans: '放假与补班安排', span: (from: string, to: string) => (from === to ? from : `${from} 至 ${to}`), days: (n: number) => `${n} 天`, noSpans: '没有放假与补班',
  unknown: (n: number) => `${n} 年的放假通知还没有录入`, unknownNext: '现在只按周末推算，期限可能不准。', provisionalYear: '暂定',
  alarmGo: '去录入',
  enter: '录入放假通知', enterTitle: (n: number) => `录入 ${n} 年放假通知`, enterLead: '粘贴国务院办公厅通知正文，或选 holiday-cn 格式的 JSON 文件。前后矛盾的日期会指出并拒绝，不会录入一半。',
  content: '通知正文', file: '选 JSON 文件', chosen: (name: string) => `已选 ${name}`, dropFile: '改为粘贴正文', source: '依据（文号或网址）', why: '录入说明', whyHint: '例如：按国办发明电〔2026〕8号录入', amends: '只改通知里写到的日子，其余不动', save: '录入', saved: (n: number) => `已录入，改动 ${n} 天`,
  need: { content: '请粘贴通知正文或选文件', why: '请写录入说明' },
  editTitle: (day: string) => `修改 ${day}`, editKind: '这一天', editName: '名称', editSave: '保存', editHint: '点任意一天可以修改', edited: (day: string) => `${day} 已修改`,
  sourceShown: (text: string) => `依据：${text}`, changes: '改动记录', noChanges: '没有改动', system: '随程序提供', person: '人工录入',
  week: ['一', '二', '三', '四', '五', '六', '日'],
} as const
