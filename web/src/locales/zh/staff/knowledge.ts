/** Words of the knowledge pages. */
export const knowledge = {
  title: '知识库', search: '查知识', searchHint: '标题、问题、做法', find: '查找', system: '系统', allSystems: '全部系统', state: '状态', allStates: '全部状态', write: '写一条',
  lists: { entries: '条目', notes: '使用者意见', gaps: '没找到的问题', lapsing: '将到期' },
  none: '没有找到', noneNext: '换个说法，或去掉系统限制', nothing: '还没有条目', nothingNext: '知识编辑可以“写一条”，或用命令 helpline knowledge import 导入', noNotes: '没有待处理的意见', noGaps: '没有找不到答案的问题', noLapsing: '60 天内没有到期的条目',
  pick: '从左边选一条', pickNext: '在用的条目会出现在咨询工作台和纳税人页面',
  states: { draft: '草稿', in_review: '待审核', published: '在用', withdrawn: '已停用', lapsed: '已过期' } as Record<string, string>,
  line: (entry: string, revision: number, system: string) => [`${entry} 第 ${revision} 版`, system].filter(Boolean).join(' · '),
  fields: { kind: '类别', topic: '问题分类', system: '系统', source: '来源', source_date: '来源日期', valid: '有效期', wordings: '其他问法', keywords: '关键词', title: '标题（纳税人会怎么问）', answer: '解答', valid_from: '生效日', valid_until: '有效至', why: '修改说明' },
  validRange: (from: string, until: string) => `${from || '即日'} 至 ${until || '长期'}`,
  shownNow: (revision: number) => `对外显示第 ${revision} 版`, notShown: '现在不对外显示', votes: (solved: number, not: number) => `解决 ${solved} · 没解决 ${not}`,
  versions: '版本与审核', version: (n: number) => `第 ${n} 版`, mine: '本人', steps: { submitted: '提交审核', returned: '退回', published: '发布', withdrawn: '停用', written: '写成' }, see: '看这一版', compare: '与上一版比较', added: '新增', removed: '删去', same: '与上一版相同',
  edit: '修改', submit: '提交审核', publish: '审核发布', giveBack: '退回修改', withdraw: '停用', whyBack: '为什么退回', whyWithdraw: '为什么停用', confirm: '确定', ownReview: '本人写的版本须由他人审核',
  done: { submit: '已提交审核', publish: '已发布', return: '已退回', withdraw: '已停用', saved: (n: number) => `已存为第 ${n} 版草稿，提交审核后才会对外显示` },
  editor: { titleNew: '写一条知识', title: (entry: string) => `修改 ${entry}`, answerHint: '一行一步，写成“1. …”会显示为步骤', wordingsHint: '一行一种问法', keywordsHint: '用空格分开', sourceHint: '文件、页面或单位', preview: '纳税人看到的样子', save: '存为草稿', cancel: '不改了', need: (what: string) => `还缺：${what}`, unsaved: '修改还没有保存，确定离开吗？' },
  readOnly: '您的岗位只能查阅；发现问题请提意见', suggest: '提意见', suggestTitle: (entry: string) => `${entry} 哪里有误或不足`, suggestSent: '已提交，知识编辑会处理',
  note: { wrong: '有误', missing: '缺少', not_solved: '没解决', solved: '解决' } as Record<string, string>, handle: '处理完毕', handleWhy: '怎么处理的', gapTimes: (n: number) => `问过 ${n} 次`, writeFromGap: '据此写一条', closeGap: '不必写', by: (who: string, at: string) => `${who} · ${at}`,
} as const
