/** Words of the hotline's measures, of planning, and of recordings. */
export const traffic = {
  title: '话务指标', lead: '由来电原始事件按书面口径计算，分子分母可逐通核对。',
  since: '从', until: '至', by: '分组', find: '查看',
  bys: { half_hour: '半小时', time_of_day: '时段', day: '日', queue: '队列', provider: '服务商', line: '线路' },
  offered: '人工呼入', answered: '接听', abandoned: '放弃', connect: '人工接通率', inTime: '60秒人工接通率', wait: '平均等待', calls: '来电', total: '合计',
  waiting: (n: number) => `另有 ${n} 通正在等候，尚未计入`, leftOut: (n: number) => `不计入 ${n} 通`, leftOutOne: (words: string, n: number) => `${words} ${n} 通`,
  none: '这几天没有要求人工的来电', noneNext: '换个日期，或等热线有来电后再看',
  others: '对照口径', othersLead: '他处常用的算法，只供对照，不作考核', definition: '口径', version: (n: number) => `第 ${n} 版`,
  target: (n: number) => `要求 ≥ ${n}%`,
  behind: { title: (name: string) => `${name} 的来电`, all: '全部来电', close: '收起来电', none: '没有来电', columns: { number: '编号', at: '来电时刻', queue: '队列', provider: '服务商', wait: '等待', talked: '通话', outcome: '结果' }, play: '听录音', noRecording: '这通来电没有您可以听的录音' },
  outcomes: { answered: '已接听', abandoned: '放弃', call_back: '预约回电', message: '留言', lost: '系统中断' }, late: '超 60 秒', notCounted: '不计入',
  seconds: (n: number) => `${Math.round(n)} 秒`,
  staffing: {
    title: '话务与排班测算', lead: '按近四周同一星期几的来电推算，用 Erlang A 模型（来电人会因等待而放弃）；没有放弃记录时用 Erlang C。',
    day: '日期', handling: '平均处理（秒）', patience: '平均耐心（秒）', growth: '来电量（%）', shrinkage: '离岗损耗（%）', measured: '实测', go: '测算',
    basis: (days: number, since: string, until: string) => `依据 ${since} 至 ${until} 间 ${days} 个相同星期的日子`,
    handlingIs: (s: string) => `平均处理 ${s}`, patienceIs: (s: string) => `平均耐心 ${s}`, endless: '视作人人等到接听', assumed: '还没有接听记录，处理时长按 5 分钟估算',
    goal: (connect: number, within: number, inTime: number) => `目标：人工接通率 ≥ ${connect}%，${within} 秒人工接通率 ≥ ${inTime}%`,
    peak: '高峰在席', peakAt: (start: string) => `${start} 起半小时`, hours: '全天在席工时', hoursNote: '人时', roster: '高峰排班', rosterNote: (n: number) => (n ? `含 ${n}% 离岗损耗` : '未计离岗损耗'), now: '眼下在席', nowOf: (n: number) => `可接电话的共 ${n} 人`, short: (n: number) => `此刻还差 ${n} 人`, enough: '此刻够用',
    chart: '每半小时需要的人数', said: (peak: string) => `柱状图：${peak}`, seated: '需在席', scheduled: '需排班', load: '话务量（爱尔兰）',
    columns: { start: '时段', calls: '来电', load: '话务量', seated: '需在席', scheduled: '需排班', answered: '预计接通率', inTime: '预计 60 秒接通率', busy: '忙碌程度' },
    none: '近四周同一星期几没有来电，无法推算', noneNext: '热线运行一周后再来，或换一个日期', current: '现在',
  },
  audio: {
    kinds: { talk: '通话录音', message: '语音留言', alone: '语音留言' }, play: '播放', pause: '暂停', seek: '播放位置', speed: '倍速', silent: '没有声音', silentNote: '这段录音几乎没有声音，请检查线路', failed: '录音没有读到，请再试一次',
    at: (now: string, all: string) => `${now} / ${all}`, note: '每次播放都会记入审计日志',
  },
} as const
