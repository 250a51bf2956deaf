/** Words of the list of promises: answers owed later, messages left. */
export const promises = {
  title: '答复与留言', lead: '答应过的事，先到期的在前',
  filters: { open: '待答复', mine: '我的', messages: '留言', answered: '已答复' },
  none: '没有待答复的事', noneNext: '对话里选“稍后答复”、或纳税人留言后，会排在这里',
  noneFiltered: '这一类里没有',
  pick: '从左边选一件', pickNext: '答复写好后一次送达纳税人',
  kind: { follow_up: '事后答复', message: '留言', callback: '约定回呼', voice: '语音留言' },
  owner: (who: string) => `责任人 ${who}`, unowned: '还没有责任人', number: '编号', due: '答复期限', readDue: '阅看期限', readDone: '已阅看', phone: '电话', asker: '联系人',
  question: '问题', text: '留言内容', talk: '当时的对话', unfold: '看当时的对话', answer: '答复', answerHint: '写答复，/ 常用语，# 知识', send: '答复纳税人', sent: '已答复，已送达纳税人', need: '请写答复', overdue: '已超期', newMark: '未看',
  callbackText: '请回电，要问的是', callbackHint: '打完电话，写下答复了什么（纳税人在“我的事项”里也能看到）', sendCallback: '已回电，记下答复',
  answeredState: '已答复', noTalk: '没有对话记录',
  ownerName: '责任人', take: '阅看并负责答复', takeOver: '改由我负责', takeMeans: '谁先阅看，谁负责答复（首问责任）',
  notMine: (owner: string, role: string) => `由 ${owner} 负责答复；${role}只能查看`,
  split: { list: '答应过的', detail: '这一件' },
} as const
