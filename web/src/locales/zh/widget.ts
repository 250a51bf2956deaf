/** Words of the widget's button on other sites' pages. */
export const widget = {
  open: '在线咨询',
  close: '收起在线咨询',
  frame: '税务咨询服务平台在线咨询',
  unread: (n: number) => `${n} 条新消息`,
} as const
