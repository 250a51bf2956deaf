/** Words of the team lead's wallboard. */
export const wallboard = {
  onDuty: '当班', people: (n: number, of: number) => `${n} / ${of} 人`, filing: '申报期', screen: '大屏', leaveScreen: '退出大屏',
  burning: '10 秒内到期', longest: '等得最久', missed: '未应答与退回', lost: '失联',
  clocks: { first_response: '应答', consultant_silence: '静默', wait_promise: '约定等待', wait_choice: '等对方选择', taxpayer_silence: '等对方回复', closing: '将自动结束' },
  calm: { burning: '没有快到期的', longest: '没有排队的人', missed: '今天没有未应答或退回', lost: '没有失联的人' },
  arrow: (asker: string, staff: string) => `${asker} → ${staff}`,
  cut: (span: string) => `断开 ${span}`,
  holds: (n: number) => `手上 ${n} 个对话`,
  moves: (span: string) => `，${span}后自动改派`,
  moved: '，已改派',
  more: (n: number) => `还有 ${n} 条`,
  free: (free: number) => `空闲 ${free} 人`,
  rates: '今日各率',
  definition: '口径',
  target: (percent: string) => `目标 ${percent}`,
  above: (points: string) => `目标以上 ${points} 个百分点`,
  below: (points: string) => `差目标 ${points} 个百分点`,
  atLeast: (percent: string) => `≥ ${percent}`,
  under: (percent: string) => `低于 ${percent}`,
  empty: '今天还没有可计的',
  queues: {
    title: '队列', hint: '按最长等待排列', name: '队列', waiting: '等待', longest: '最长', expected: '预计', free: '空闲 / 在岗', busy: '忙碌', none: '没有队列', now: '马上', within: '1 分内', minutes: (n: number) => `${n} 分`, unknown: '—',
  },
  curve: {
    title: '每半小时来量', today: '今天', slow: '等待超 60 秒', none: '今天还没有来量', noEarlier: '没有可比的同期',
    point: (slot: string, n: number) => `${slot} 起半小时 ${n}`, more: (percent: string) => `，比同期多 ${percent}`, less: (percent: string) => `，比同期少 ${percent}`, same: '，与同期持平',
    said: (words: string) => `今天每半小时来量曲线。${words}`,
  },
  staff: {
    title: (n: number) => `当班 ${n} 人`, none: '现在没有人当班', states: { busy: '服务中', available: '空闲', wrap_up: '整理', break: '小休', away: '离开', lost: '失联' }, load: (n: number, of: number) => `${n} / ${of}`,
  },
} as const
