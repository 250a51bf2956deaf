/** Words of the page of organisations and people. */
export const people = {
  title: '人员与机构', lead: '机构设置与沿革，人员的岗位、技能与去留', tree: '机构', search: '按姓名或工号查找', searchHint: '姓名或工号开头，如 王 或 0101', find: '查找',
  closedToo: '含已撤销', leftToo: '含离职', people: (n: number, more: boolean) => `${n}${more ? ' 人以上' : ' 人'}`, found: (text: string) => `“${text}”的查找结果`, clear: '回到机构',
  noUnit: '请先在左侧选择一个机构', noUnitNext: '方向键上下移动，左右收起或展开，回车选中', empty: '这里还没有人员', emptyNext: '可用“录入人员”新增，或勾选“含离职”查看以往人员', noneFound: '没有找到这样的人员', noneFoundNext: '请核对姓名或工号；只能查到您管理范围内的人员',
  noRoll: '您的岗位不能查看人员名单', noRollNext: '人员由安全管理员和服务商管理员管理，机构由系统管理员管理（三权分立）',
  columns: { number: '工号', name: '姓名', role: '岗位', place: '所在', skills: '技能', state: '状态' },
  states: { active: '在职', away: '休假', waiting: '尚未开通', left: '已离职' }, until: (day: string) => `至 ${day}`, awayFrom: (day: string) => `${day} 起休假`, locked: '已锁定', level: (n: number) => `${n} 级`, at: (n: number) => `同时 ${n} 个`, noSkills: '—',
  kinds: { bureau: '市局', office: '处室', district: '征管局', branch: '税务所', hall: '办税服务厅', provider: '服务商', department: '部门', team: '班组' },
  unit: {
    code: '代码', address: '地址', position: '位置', since: '设立', closed: (day: string) => `${day} 撤销`, closing: (day: string) => `将于 ${day} 撤销`, servedBy: '服务商', serves: '服务的区', nobody: '现无服务商', none: '—',
    history: '沿革', noHistory: '没有可查看的沿革记录', by: (who: string) => who || '命令行或迁移', matchings: '服务对应关系', span: (since: string, until: string | null) => `${since} 至 ${until ?? '今'}`, now: '现行', planned: '将行', past: '已结束', more: '机构资料与沿革',
    turns: { entered: '设立', changed: '变更', moved: '调整隶属', closed: '撤销', matched: '服务商对应', unmatched: '对应结束' },
  },
  deeds: { add: (kind: string) => `新设${kind}`, change: '变更', move: '调整隶属', close: '撤销', match: '对应服务商', hire: '录入人员' },
  form: {
    name: '名称', shortName: '简称', code: '代码', codeHints: { district: '六位区划代码；不对应行政区的分局填英文代码，如 third_branch', branch: '十一位征收机关代码，没有则留空', provider: '字母或数字', office: '英文代码，如 fourth_branch' } as Record<string, string>,
    address: '地址', longitude: '经度', latitude: '纬度', since: '生效日期', closedOn: '撤销日期', parent: '调到', provider: '服务商', nobody: '（到期后不再由任何服务商服务）', from: '自哪一天起', why: '事由', whyHint: '记录在案，至少两个字', go: '确定', cancel: '取消', choose: '请选择', noTargets: '没有可以调往的上级',
    closeNote: '撤销不会删除任何记录；仍有人员、下设机构或对应关系时不能撤销。', matchNote: '新的对应自该日生效，现有的对应到该日为止；以往的对应不会改写。',
  },
  person: {
    since: (day: string) => `${day} 入职`, untilDay: (day: string) => `${day} 离职`, skills: '技能', systems: '系统', languages: '语言', capacity: '同时接待', absences: '休假', noAbsence: '没有登记休假', absence: (since: string, until: string) => `${since} 至 ${until}`,
    history: '经历', what: { hired: '入职', moved: '调动', role: '岗位变更', skills: '技能', absent: '休假', back: '销假', left: '离职' }, close: '关闭', notMine: '这名人员由其他管理员管理，只能查看名单。',
    deeds: { skills: '技能', move: '调动', absence: '休假', back: '销假', leave: '离职', password: '重发初始密码', unlock: '解锁', sessions: '结束登录', factor: '重置两步验证' },
    titles: { skills: '设定技能', move: '调动岗位', absence: '登记休假', back: '销假', leave: '办理离职', password: '重发初始密码', unlock: '解除锁定', sessions: '结束全部登录', factor: '重置两步验证' },
    notes: { skills: '替换原有技能；新的派发立即按此进行。', move: '登录随即结束，原岗位未办结的事项留在原服务商，由接手人负责。', absence: '休假开始时登录结束，不再派发，未办结的事项由接手人负责。', back: '提前结束或取消已登记的休假。', leave: '登录随即结束，工号不再使用，未办结的事项由接手人负责。', password: '现有登录随即结束；初始密码只显示一次，本人登录后须先修改。', unlock: '因密码多次输错而锁定的工号，现在即可再试。', sessions: '在各处的登录随即结束，打开的页面同时关闭。', factor: '本人遗失手机和恢复码时使用；下次登录须重新启用。' },
    number: '工号', name: '姓名', role: '岗位', place: '所在机构', systemsPick: '能答的系统', languagesPick: '语言', languagesNames: { zh: '中文', en: '英文' }, level: '最高难度（1–9）', capacityField: '同时接待数（0–20）', from: '开始', to: '结束', heir: '接手人', heirDefault: (who: string) => `默认：${who}`, noHeir: '没有可以接手的人', taken: (who: string) => `未办结的事项由 ${who} 接手`,
    hireTitle: '录入人员', hireNote: '录入后显示一次初始密码，请当面交给本人。', shown: (number: string) => `工号 ${number} 的初始密码`, shownNote: '只显示这一次。请当面交给本人；本人登录后须先改密码。', copy: '复制', copied: '已复制', done: '我已记下', own: '不能变更本人的岗位和权限',
    roles: { consultant: '咨询员', team_lead: '班长', inspector: '质检员', editor: '知识编辑', technician: '上门技术人员', trainer: '培训讲师', provider_manager: '服务商管理员', district_officer: '征管局人员', municipal_officer: '市局人员', system_administrator: '系统管理员', security_administrator: '安全管理员', audit_administrator: '审计管理员' },
  },
} as const
