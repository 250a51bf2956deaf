import { describe, expect, it } from 'vitest'
import type { FollowUp, StaffMessage } from '../../shared/types'
import { counts, filtered, joined } from './list'

const followUp = (id: string, due: string, over: Partial<FollowUp> = {}): FollowUp => ({
  id, kind: 'follow_up', number: id, conversation: null, case: null, asker: '', phone: null, question: '', owner: '', due_at: due, due_words: '', state: 'open', overdue: false, read: true, ...over,
})
const message = (id: string, due: string, over: object = {}): StaffMessage =>
  ({ ...followUp(id, due), kind: 'message', text: '留言', read_due_at: null, answer: null, call: null, spoken_seconds: null, ...over })

describe('the list of promises', () => {
  it('stands by due time, whatever they are', () => {
    const all = joined([followUp('f', '2026-11-12T09:00:00Z')], [message('m', '2026-11-11T09:00:00Z')])

    expect(all.map((one) => one.id)).toEqual(['m', 'f'])
  })

  it('shows a message once, in its full form', () => {
    const all = joined([followUp('m', '2026-11-11T09:00:00Z', { kind: 'message' })], [message('m', '2026-11-11T09:00:00Z')])

    expect(all.map((one) => one.text)).toEqual(['留言'])
  })

  it('filters by whose it is, what it is, and whether it is answered', () => {
    const all = joined([followUp('f', '2026-11-12T09:00:00Z')], [
      message('m', '2026-11-11T09:00:00Z', { mine: false }), message('done', '2026-11-10T09:00:00Z', { state: 'answered', answered_at: '2026-11-09T01:00:00Z' }),
      message('late', '2026-11-10T09:00:00Z', { state: 'answered', answered_at: '2026-11-10T08:00:00Z' })])

    expect(filtered(all, 'mine').map((one) => one.id)).toEqual(['f'])
    expect(filtered(all, 'messages').map((one) => one.id)).toEqual(['m'])
    expect(filtered(all, 'answered').map((one) => one.id)).toEqual(['late', 'done'])
    expect(counts(all)).toEqual({ open: 2, mine: 1, messages: 1, answered: 2 })
  })
})
