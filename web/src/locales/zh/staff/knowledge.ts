/** Words of the knowledge pages. */
export const knowledge = {
  title: '知识库', search: '查知识', searchHint: '标题、问题、做法或编号', allSystems: '全部系统', write: '写一条', total: (n: number) => `共 ${n} 条`,
  none: '没有找到', noneNext: '换个说法，或去掉系统限制', nothing: '知识库还是空的', nothingNext: '知识编辑可以“写一条”，或用命令 helpline knowledge import 导入',
  pick: '从左边选一条',
  states: { draft: '草稿', in_review: '待审核', published: '在用', withdrawn: '已停用', lapsed: '已过期' } as Record<string, string>,
  revision: (entry: string, n: number) => `${entry} 第 ${n} 版`, source: '来源', reviewed: '审核日期', valid: '有效期', validRange: (from: string, until: string) => `${from || '—'} 至 ${until || '长期'}`, forever: '长期', topic: '问题分类', kind: '类别', system: '系统',
  edit: '修改', publish: '发布', withdraw: '停用', withdrawWhy: '为什么停用', published: '已发布', withdrawn: '已停用', saved: '已存为新版本',
  versions: '版本', version: (n: number) => `第 ${n} 版`, notes: '使用者的意见', noNotes: '还没有意见', noteKinds: { wrong: '有误', missing: '缺少' } as Record<string, string>,
  editor: { titleNew: '写一条知识', title: (entry: string) => `修改 ${entry}`, name: '标题（纳税人会怎么问）', answer: '做法', answerHint: '一行一步', source: '来源（文件、页面或单位）', from: '生效日', until: '有效至', preview: '预览', save: '存为新版本', cancel: '取消', need: (what: string) => `还缺：${what}`, asShown: '纳税人看到的样子', noEdit: '您的岗位只能查阅；发现有误请点“有误”' },
} as const
