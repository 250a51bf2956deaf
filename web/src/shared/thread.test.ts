import { describe, expect, it } from 'vitest'
import { applySlice, type Held } from './thread'
import type { Change, ConversationState, Slice } from './types'

const at = (n: number): string => new Date(Date.UTC(2026, 10, 10, 6, 0, n)).toISOString()

function stateOf(id = 'c1'): ConversationState {
  return {
    id, phase: 'active', number: 'SL-1', system: null, consultant: null, supervisor: null, clock: null, queue: null, wait_question: null,
    read: { taxpayer: 0, consultant: 0 }, end_reason: null, ended_at: null, started_at: at(0), rated: false, follow_up_due: null,
  }
}
const post = (seq: number): Change => ({ kind: 'post', seq, at: at(seq), by: 'consultant', name: '0317 号咨询员', client_id: `x${seq}`, content: { type: 'text', text: `第 ${seq} 句` } })
const recalled = (seq: number, target: number): Change => ({ kind: 'recalled', seq, at: at(seq), by: 'consultant', target })
const slice = (changes: Change[], more: Partial<Slice> = {}): Slice => ({ seq: changes.at(-1)?.seq ?? 0, changes, state: stateOf(), now: at(59), ...more })
const seqs = (held: Held | null): number[] => held?.posts.map((one) => one.seq) ?? []

function run(slices: Slice[]): Held | null {
  let held: Held | null = null
  for (const one of slices) held = applySlice(held, one).held
  return held
}

describe('applySlice', () => {
  it('takes a snapshot and the changes after it', () => {
    expect(seqs(run([slice([post(1), post(2)]), slice([post(3)])]))).toEqual([1, 2, 3])
  })

  it('reports a dropped change and takes nothing', () => {
    const mine = run([slice([post(1)])])

    const { held, gap } = applySlice(mine, slice([post(3)]))

    expect(gap).toBe(true)
    expect(seqs(held)).toEqual([1])
  })

  it('reports a hole inside a slice', () => {
    expect(applySlice(run([slice([post(1)])]), slice([post(2), post(4)])).gap).toBe(true)
  })

  it('reports changes that the server counts but did not send', () => {
    expect(applySlice(run([slice([post(1)])]), slice([], { seq: 4 })).gap).toBe(true)
  })

  it('shows a doubled change once', () => {
    const doubled = run([slice([post(1), post(2)]), slice([post(1), post(2)]), slice([post(2)])])

    expect(seqs(doubled)).toEqual([1, 2])
    expect(doubled?.seq).toBe(2)
  })

  it('takes only what is new of an overlapping slice', () => {
    const { held, fresh } = applySlice(run([slice([post(1), post(2)])]), slice([post(2), post(3)]))

    expect(seqs(held)).toEqual([1, 2, 3])
    expect(fresh.map((one) => one.seq)).toEqual([3])
  })

  it('sets reordered slices right: the later one is a gap, the resumed one brings both, the late one is nothing new', () => {
    const mine = run([slice([post(1)])])
    const early = applySlice(mine, slice([post(3)]))

    const resumed = applySlice(early.held, slice([post(2), post(3)]))
    const late = applySlice(resumed.held, slice([post(2)]))

    expect(early.gap).toBe(true)
    expect(seqs(late.held)).toEqual([1, 2, 3])
    expect(late.gap).toBe(false)
  })

  it('resumes after its own seq with nothing lost', () => {
    const before = run([slice([post(1), post(2)])])

    const { held, fresh } = applySlice(before, slice([post(3), recalled(4, 2), post(5)]))

    expect(seqs(held)).toEqual([1, 2, 3, 5])
    expect([...(held?.recalled ?? [])]).toEqual([2])
    expect(fresh).toHaveLength(3)
    expect(held?.seq).toBe(5)
  })

  it('takes the newer state of a slice without changes, and no older one', () => {
    const mine = run([slice([post(1)], { now: at(10) })])
    const waiting: ConversationState = { ...stateOf(), phase: 'waiting' }

    const newer = applySlice(mine, slice([], { seq: 1, state: waiting, now: at(20) }))
    const older = applySlice(newer.held, slice([], { seq: 1, now: at(15) }))
    const behind = applySlice(newer.held, slice([], { seq: 0, now: at(30) }))

    expect(newer.held?.state.phase).toBe('waiting')
    expect(older.held?.state.phase).toBe('waiting')
    expect(behind.held?.state.phase).toBe('waiting')
  })

  it('leaves another conversation alone', () => {
    const mine = run([slice([post(1)])])

    expect(applySlice(mine, slice([post(1), post(2)], { state: stateOf('c2') })).held).toBe(mine)
  })

  it('comes to the same whatever the network does', () => {
    const all = Array.from({ length: 30 }, (_, i) => post(i + 1))
    let held: Held | null = null
    let dice = 7
    const roll = (n: number): number => (dice = (dice * 1103515245 + 12345) % 2147483648) % n
    while ((held?.seq ?? 0) < all.length) {
      const from = roll(all.length)
      const to = Math.min(all.length, from + 1 + roll(6))
      const joined = applySlice(held, slice(all.slice(from, to)))
      held = joined.held
      const mine: number = held?.seq ?? 0
      if (joined.gap) held = applySlice(held, slice(all.slice(mine, mine + 1 + roll(3)))).held
    }

    expect(seqs(held)).toEqual(all.map((one) => one.seq))
  })
})
