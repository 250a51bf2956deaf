/** Words of the right-hand side of the desk: taxpayer, knowledge, case form, procedure. */
export const side = {
  tabs: { taxpayer: '纳税人', knowledge: '知识', form: '受理单', steps: '12366 流程' },
  missingTag: (n: number) => `缺 ${n}`,
  taxpayer: {
    name: '名称', credit_code: '信用代码', district: '征管局', contact: '联系人', phone: '电话', unknown: '名册里还对不上是哪一户，需要时请问清名称或统一社会信用代码',
    anonymous: '未登记', masked: '按规定已脱敏显示',
    earlier: (n: number) => `此前咨询 ${n} 件`, noEarlier: '没有此前的咨询', breaches: '本次超时记录',
    breach: { first_response: '30 秒应答超时', consultant_silence: '静默超时', wait_promise: '约定等待超时' },
    assistantTurns: (n: number) => `助手已答 ${n} 轮`, all: '全部',
  },
  knowledge: {
    seek: '查知识', follows: (words: string) => `随对话推荐：${words}`, hint: '随对话推荐，也可输入关键词', state: { published: '在用', lapsing: '30 日内到期', lapsed: '已过期', other: '待复核' },
    none: '没有找到相近的条目', noneNext: '可以报“缺这条”，知识编辑会补上', first: '对话开始后，这里会推荐相近的条目',
    insert: '插入', cite: '引用', wrong: '有误', missing: '缺这条', next: '看下一条', declineHint: '超出受理范围，告知理由',
    revision: (entry: string, n: number, system: string, kind: string) => [`${entry} 第 ${n} 版`, system, kind].filter(Boolean).join(' · '),
    short: (entry: string, n: number, day: string) => [`${entry} 第 ${n} 版`, day && `${day} 审核`].filter(Boolean).join(' · '),
    source: (text: string) => `来源：${text}`, reviewed: (day: string) => `${day} 审核`, valid: (day: string) => `有效至 ${day}`,
    noteWrong: (entry: string) => `${entry} 哪里有误`, noteMissing: '缺什么知识', noteSend: '提交给知识编辑', noteSent: '已提交，谢谢', noteNeed: '请写一句说明',
    rank: ['一', '二', '三', '四', '五', '六', '七', '八'],
  },
  form: {
    title: '受理单', filled: (n: number, of: number) => `已填 ${n} / ${of}`, fill: '填写', system: '系统', kind: '类别', topic: '问题分类', summary: '问题与答复摘要', outcome: '处理方式',
    number: '编号', opened: '受理时间', owner: '首问责任人', atEnd: '结束时选', unset: '未选', unsetStop: '未选，不能结束', unwritten: '未写', saving: '正在保存', saved: (time: string) => `已存 ${time}`, unsaved: '没有存上，会再试',
    summaryHint: '纳税人问什么，答了什么', close: '办结', closed: '已办结', closedHint: '对话结束后仍须补全，才算办结',
    stop: (what: string) => `还缺：${what}，不能结束`,
  },
  kinds: { process: '流程类', operation: '操作类' } as Record<string, string>,
  outcomes: { answered: '已答复', later: '稍后答复', declined: '不予受理', referred: '转办', left: '对方离开' } as Record<string, string>,
  fields: { system: '系统', kind: '类别', topic: '问题分类', summary: '摘要', outcome: '处理方式', taxpayer: '纳税人', district: '征管局' } as Record<string, string>,
  steps: { lead: '12366 规程', none: '没有标准用语', choose: '选一句', insert: '填入' },
} as const
