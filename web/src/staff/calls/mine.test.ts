import { describe, expect, it } from 'vitest'
import { callCards, lineOf } from './mine'
import type { CallView, MyCalls, UnfiledCall } from './types'

const T0 = '2026-11-10T06:00:00Z'
const view = (more: Partial<CallView> = {}): CallView => ({
  id: 'a', number: 'SL-1', phase: 'talking', direction: 'in', line: 'public', asker: '张*', phone: '138****5678', taxpayer_id: null, taxpayer: null, system: null,
  is_elderly: false, handed: {}, arrived_at: T0, queued_at: T0, connected_at: T0, is_held: false, is_mute: false, legs: [], hands_to: null, about: null, ...more,
})
const mine = (call: CallView | null): MyCalls => ({ now: T0, offers: [], call, earlier: [] })
const unfiled = (id: string): UnfiledCall => ({ call: view({ id, phase: 'ended' }), talked_seconds: 252, ended_at: T0, missing: 2, due_at: '2026-11-10T06:01:00Z', started_at: T0 })

describe('the calls among my dialogues', () => {
  it('are the one in hand, then those whose record is still to be made, each once', () => {
    const cards = callCards(mine(view()), [unfiled('a'), unfiled('b')])

    expect(cards.map((card) => [card.id, card.over !== null])).toEqual([['a', false], ['b', true]])
    expect(cards[1]?.clock).toEqual({ started_at: T0, due_at: '2026-11-10T06:01:00Z' })
  })

  it('say what goes on and for how long', () => {
    const after = Date.parse(T0) + 133_000
    const says = (call: CallView): string => lineOf(callCards(mine(call), [])[0]!, after)

    expect(says(view())).toBe('通话 2:13')
    expect(says(view({ is_held: true }))).toContain('保持中')
    expect(says(view({ is_held: true, legs: [{ role: 'outside', who: '12366', is_up: true }] }))).toContain('12366')
    expect(says(view({ phase: 'connecting' }))).toBe('已应答，正在接通')
    expect(lineOf(callCards(mine(null), [unfiled('b')])[0]!, after)).toBe('来电 4:12，整理受理单')
  })
})
