import { describe, expect, it } from 'vitest'
import type { ClockKind, DialogueCard, RunningClock } from '../../shared/types'
import { nearly, silentFor, spanOf, stateWords } from './state'

const START = Date.parse('2026-11-10T06:30:00Z')
const second = (n: number): number => START + n * 1000
const clock = (kind: ClockKind, span: number): RunningClock =>
  ({ kind, started_at: new Date(START).toISOString(), due_at: new Date(second(span)).toISOString() })
const card = (over: Partial<DialogueCard>): DialogueCard => ({
  id: 'a', number: 'SL', case: 'c', asker: '王*', taxpayer: null, system: null, system_name: null, last: '', last_by: 'taxpayer', last_at: '2026-11-10T06:30:00Z',
  unread: 0, clock: null, phase: 'active', online: true, missing: 0, transfer_to: null, asked_by_system: false, supervisor: null, asides: [], ...over,
})

describe('state words of a dialogue', () => {
  it('speak of silence only when its end is near, with the span of the clock itself', () => {
    const waiting = card({ clock: clock('consultant_silence', 120) })

    expect(stateWords(waiting, second(30))).toBe('等您回复')
    expect(stateWords(waiting, second(95))).toBe('静默将满 2 分钟')
    expect(stateWords(waiting, second(121))).toBe('静默已超 2 分钟')
    expect(stateWords(card({ clock: clock('consultant_silence', 90) }), second(80))).toBe('静默将满 1 分 30 秒')
  })

  it('say that the system had to ask in the consultant\'s stead', () => {
    expect(stateWords(card({ clock: clock('wait_choice', 60) }), second(1))).toBe('已问对方，等其选择')
    expect(stateWords(card({ clock: clock('wait_choice', 60), asked_by_system: true }), second(1))).toContain('静默超时，系统已代问')
    expect(stateWords(card({ clock: clock('wait_promise', 180), asked_by_system: true }), second(1))).toContain('对方愿意等')
  })

  it('say what happens when the taxpayer stays silent', () => {
    expect(stateWords(card({ clock: clock('taxpayer_silence', 240) }), second(10))).toBe('等对方回复，满 4 分钟自动提醒')
    expect(stateWords(card({ clock: clock('closing', 60) }), second(10))).toBe('已提醒，仍无回复将自动结束')
  })

  it('put a pending transfer and an ended dialogue before any clock', () => {
    expect(stateWords(card({ transfer_to: '0305 邓*', clock: clock('consultant_silence', 120) }), second(1))).toContain('0305 邓*')
    expect(stateWords(card({ phase: 'ended', missing: 2 }), second(1))).toContain('补全受理单')
  })

  it('say that the other side has left the page while it is their move', () => {
    expect(stateWords(card({ online: false, clock: clock('taxpayer_silence', 240) }), second(1))).toContain('离线')
    expect(stateWords(card({ online: false, clock: clock('consultant_silence', 120) }), second(1))).toBe('等您回复')
  })
})

describe('silence', () => {
  it('is near in its last quarter and stays near when it is over', () => {
    const silence = clock('consultant_silence', 120)

    expect(nearly(silence, second(89))).toBe(false)
    expect(nearly(silence, second(90))).toBe(true)
    expect(nearly(silence, second(300))).toBe(true)
    expect(silentFor(silence, second(112))).toBe(112)
    expect(spanOf(silence)).toBe('2 分钟')
  })
})
