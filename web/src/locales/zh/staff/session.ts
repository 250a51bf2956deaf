/** Words of signing in. */
export const session = {
  title: '登录',
  lead: '咨询员、班长和管理人员由此进入',
  number: '工号',
  password: '密码',
  code: '动态码',
  codeHelp: '手机验证器上的六位数字；手机不在身边时，填一个恢复码',
  enter: '登录',
  entering: '正在登录',
  needNumber: '请填写工号',
  needPassword: '请填写密码',
  wrong: '工号或密码不对，请核对后再试。',
  showPassword: '显示密码',
  hidePassword: '隐藏密码',
  help: '忘记密码请联系本单位管理员重置',
  confidential: '纳税人信息须保密：只看本次办理需要的内容，查看与导出都有记录。',
} as const
