/** Words of the calendar page. */
export const calendar = {
  title: '工作日历', lead: '法定节假日与补班日。留言、事后答复和上门的期限都按它计算。',
  year: (n: number) => `${n} 年`, previous: '上一年', next: '下一年', import: '导入', export: '导出',
  off: '放假', work: '补班', weekend: '周末', today: '今天',
  counts: (work: number, service: number) => `工作日 ${work} 天 · 服务日 ${service} 天`,
  filing: '申报期截止', filingRow: (month: number, day: string) => `${month} 月：${day}`,
  spans: '放假与补班安排', span: (from: string, to: string) => (from === to ? from : `${from} 至 ${to}`), days: (n: number) => `${n} 天`,
  unknown: (n: number) => `${n} 年的日历还没有`, unknownNext: '国务院办公厅公布放假安排后，请导入。在此之前只按周末推算，期限可能不准。',
  alarm: (n: number) => `${n} 年的日历还没有导入`, alarmNext: '跨年的期限会按周末推算。请导入后再答应跨年的期限。',
  importTitle: (n: number) => `导入 ${n} 年日历`, importLead: '选 CSV 文件或粘贴：每行“日期,名称,放假或补班”。', importHint: '2027-01-01,元旦,放假', file: '选文件', read: (n: number) => `读到 ${n} 天`, refused: (n: number) => `${n} 行有问题，未采用`, source: '依据（文号）', save: '导入', saved: '已导入', row: (n: number) => `第 ${n} 行`,
  why: { date: '日期写法不对，应为 2027-01-01', year: (n: number) => `不是 ${n} 年的日期`, kind: '第三列应为“放假”或“补班”', name: '缺名称', twice: '同一天写了两次' },
  needRows: '还没有可导入的日子', noEdit: '您的岗位只能查看日历', sourceShown: (text: string) => `依据：${text}`,
  week: ['一', '二', '三', '四', '五', '六', '日'],
} as const
