/** Words of one's own account. */
export const account = {
  title: '我的账号',
  lead: '密码、登录与凭证，只有您本人能看到和修改',
  wrongState: '请稍后再试',
  cancel: '取消',
  due: {
    password: '继续之前，请先修改密码：现在的密码由管理员设定，或已到期。',
    second_factor: '继续之前，请先启用两步验证：您的岗位要求登录时另报一次动态码。',
  },
  password: {
    title: '密码',
    setAt: (when: string) => `上次修改 ${when}`,
    dueAt: (when: string) => `${when} 前须再次修改`,
    never: '不设到期',
    given: '由管理员设定，须修改',
    old: '当前密码',
    fresh: '新密码',
    again: '再输一次新密码',
    rules: (length: number, classes: number, history: number) =>
      `至少 ${length} 个字符，含大写字母、小写字母、数字、符号中的 ${classes} 类；不含工号和姓名；与最近 ${history} 次用过的都不同。`,
    change: '修改密码',
    changing: '正在修改',
    needOld: '请填写当前密码',
    needNew: '请填写新密码',
    differ: '两次输入的新密码不一样，请重新输入',
    done: '密码已修改。您在其他地方的登录都已退出。',
  },
} as const
