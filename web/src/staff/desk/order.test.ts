import { describe, expect, it } from 'vitest'
import type { DialogueCard } from '../../shared/types'
import { arrange, byClock, neighbour } from './order'

const card = (id: string, due: string | null, last = '2026-11-10T06:00:00Z'): DialogueCard => ({
  id, number: `SL-${id}`, case: `case-${id}`, asker: '王*', taxpayer: null, system: null, system_name: null, last: '', last_by: 'taxpayer',
  last_at: last, unread: 0, phase: 'active', online: true, missing: 0, transfer_to: null, asked_by_system: false, supervisor: null, asides: [],
  clock: due === null ? null : { kind: 'consultant_silence', started_at: last, due_at: due },
})
const ids = (cards: DialogueCard[]): string[] => cards.map((c) => c.id)

describe('order of my dialogues', () => {
  it('puts what runs out first at the top and what has no clock at the end', () => {
    const cards = [card('a', null), card('b', '2026-11-10T06:02:00Z'), card('c', '2026-11-10T06:01:00Z')]

    expect(ids(byClock(cards))).toEqual(['c', 'b', 'a'])
  })

  it('breaks a tie by who has waited longest, then by id', () => {
    const due = '2026-11-10T06:02:00Z'
    const cards = [card('b', due, '2026-11-10T06:00:09Z'), card('d', due), card('c', due)]

    expect(ids(byClock(cards))).toEqual(['c', 'd', 'b'])
  })

  it('keeps every place while a hand is on the list', () => {
    const cards = [card('a', '2026-11-10T06:09:00Z'), card('b', '2026-11-10T06:01:00Z'), card('c', '2026-11-10T06:03:00Z')]

    expect(ids(arrange(['a', 'c', 'b'], cards, true))).toEqual(['a', 'c', 'b'])
  })

  it('sorts again as soon as the hand is off', () => {
    const cards = [card('a', '2026-11-10T06:09:00Z'), card('b', '2026-11-10T06:01:00Z')]

    expect(ids(arrange(['a', 'b'], cards, false))).toEqual(['b', 'a'])
  })

  it('lets newcomers join at the end, by urgency among themselves, and closes up after the gone', () => {
    const cards = [card('new2', null), card('a', null), card('new1', '2026-11-10T06:00:01Z')]

    expect(ids(arrange(['gone', 'a'], cards, true))).toEqual(['a', 'new1', 'new2'])
  })

  it('changes neither the cards nor the list it was given', () => {
    const cards = [card('a', null), card('b', '2026-11-10T06:01:00Z')]

    arrange(['a', 'b'], cards, false)

    expect(ids(cards)).toEqual(['a', 'b'])
  })
})

describe('stepping through the list', () => {
  it('goes round the ends and begins at an end when nothing is open', () => {
    expect(neighbour(['a', 'b'], 'b', 1)).toBe('a')
    expect(neighbour(['a', 'b'], 'a', -1)).toBe('b')
    expect(neighbour(['a', 'b'], null, 1)).toBe('a')
    expect(neighbour(['a', 'b'], 'gone', -1)).toBe('b')
    expect(neighbour([], null, 1)).toBeNull()
  })
})
