/** Words of calls: the offer, the call panel, what comes after a call, the team lead's list. */
export const calls = {
  offer: {
    title: { queue: '来电，请接听', transfer: (who: string) => `${who}转来的电话`, assigned: '指派给您的电话' }, from12366: '12366 转来',
    said: (who: string) => `来电，请接听：${who}`, answer: '接听', giveBack: '退回', giveBackWhy: '为什么退回', waited: (span: string) => `已等 ${span}`, note: (text: string) => `转接说明：${text}`,
    earlier: (n: number) => `此前来电 ${n} 次`, first: '首次来电', last: (day: string, what: string, who: string) => [`上次 ${day}`, what, who].filter(Boolean).join(' · '), elderly: '长者',
    reasons: { skill: '不熟悉这个系统', load: '手上的事还没处理完', away: '要离开座位', conflict: '与本人有关，应当回避' }, unknown: '号码未显示',
  },
  phase: {
    dialling: '正在呼叫', greeting: '播放提示', menu: '按键选择', waiting: '排队', connecting: '请接起电话', talking: '通话中', handed: '已交给 12366', rating: '对方评价中', message: '语音留言', closing: '正在结束',
    filing: '留言存档', ended: '已结束',
  },
  outcome: { answered: '已接通', left: '未接通', callback: '预约回呼', message: '语音留言', lost: '系统中断', unreached: '回呼未接通' },
  held: '保持中，对方在听音乐', muted: '已静音',
  hold: '保持', resume: '取回', mute: '静音', unmute: '取消静音', keypad: '拨号键', consult: '征询', transfer: '转接', hangUp: '挂断', refuse: '不予受理',
  owner: (who: string) => `首问 ${who}`, out: '回呼', in: '来电', from12366: '12366 转来',
  talked: (span: string) => `通话 ${span}`, waitedFor: (span: string) => `接通前等了 ${span}`,
  item: { talking: (span: string) => `通话 ${span}`, held: '保持中，对方在听音乐', consulting: (who: string) => `正在征询 ${who}`, over: (span: string) => `来电 ${span}，整理受理单`, wrap: '整理时间，到点自动转在岗', file: '通话已结束，请补全受理单后办结', dialling: '正在呼叫对方', connecting: '已应答，正在接通' },
  third: {
    title: { colleague: (who: string) => `征询 ${who}`, outside: '征询 12366', lead: (who: string) => `${who}也在通话中` }, rings: '正在振铃，来电人在听音乐', up: '已接通，来电人在听音乐', all: '三方通话中',
    join: '三方通话', back: '结束征询，回到来电人', handOn: '交给 12366，我退出',
  },
  moved: { title: (who: string) => `已请 ${who}接手`, body: '到对方接听为止仍由您负责', back: '撤回' },
  handed: { title: '12366 已说明', names: { case: '受理编号', summary: '内容摘要', reason: '转来原因', area: '所在区', name: '称呼' } as Record<string, string> },
  noPhone: '电话没有响到这台电脑。请看上方的电话状态；如用话机，请直接拿起话机。',
  pickUp: '请接起电话', pickUpHint: '您已应答，电话正在您的分机上响铃',
  none: '没有找到这通电话，可能已转给他人或已结束。',
  after: { title: '通话已结束', outcome: (what: string) => `结果：${what}`, wrap: '整理时间', wrapHint: '到点自动转在岗，没写完的受理单仍会留着', file: '办结受理单', lead: '请把受理单补全后办结' },
  steps: { title: '12366 规程', next: '下一步', previous: '上一步', at: (n: number, of: number) => `第 ${n} 步，共 ${of} 步`, say: '照着说' },
  pad: { title: '拨号键', hint: '数字键也可以直接按', close: '收起' },
  give: {
    title: { consult: '征询', transfer: '转接' }, lead: { consult: '对方说话时来电人听音乐；可以再合成三方通话。', transfer: '转给同事须由对方接听才算转出；在此之前仍由您负责。' },
    ways: { colleague: '同事', queue: '队列', line: '12366' }, whom: '找谁', system: '哪个系统的队列', anySystem: '不限系统', note: '转接说明', noteHint: '已经问过什么、办到哪一步', summary: '带给 12366 的内容摘要', none: '现在没有可以接手的同事',
    noneNext: '可以改转队列或 12366', go: { consult: '呼叫', transfer: '转出' }, needWhom: '请选择找谁', needNote: '请写一句转接说明', queueHint: '来电人排到这一队的最前面，首问责任到有人接听为止仍在您。', lineHint: '受理编号和摘要随呼叫带给 12366；接通后可以三方通话，也可以交给 12366 后退出。',
  },
  callback: { dial: '拨打', dialling: '正在呼叫您的分机', hint: '先接起自己的电话，再接通对方' },
  live: {
    title: '通话与排队', count: (talking: number, waiting: number) => `通话 ${talking} · 排队 ${waiting}`, none: '现在没有电话', cols: { who: '来电', state: '状态', since: '已', staff: '咨询员', system: '系统', acts: '' }, nobody: '—',
    listen: '监听', whisper: '耳语', speak: '介入', leave: '退出', takeOver: '接管', first: '提前', why: '为什么', ear: { listen: '正在监听', whisper: '正在耳语，只有咨询员听得到', speak: '已介入，双方都听得到' }, by: (who: string, how: string) => `${who} ${how}`,
    ears: { listen: '监听', whisper: '耳语', speak: '介入' }, picked: (number: string) => `已选 ${number}`, pick: '选一通电话', open: '电话', noPhone: '先在工作台接通您的电话，才能监听', reasons: ['答复有误', '来电人要求', '情况紧急', '协助新人'],
  },
} as const
