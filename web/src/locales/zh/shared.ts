/** Words that every page uses. */
export const shared = {
  product: '税务咨询服务平台',
  retry: '重试',
  close: '关闭',
  back: '返回',
  copy: '复制',
  copied: '已复制',
  sending: '正在发送',
  unsent: '未发出，点此重发',
} as const
