/** Order of my dialogues: what runs out first stands first, and nothing moves under the hand. */

import { at } from '../../shared/time'
import type { Id, Time } from '../../shared/types'

/** What stands in my list: a dialogue, or a call. Of a call in hand nothing is more urgent. */
export interface Card { id: Id; clock: { due_at: Time } | null; last_at: Time; channel?: 'voice'; over?: unknown }

const NEVER = Number.POSITIVE_INFINITY

/** Milliseconds of the clock that runs out first; without a clock a dialogue burns last. */
function due(card: Card): number {
  if (card.channel === 'voice' && !card.over) return -NEVER
  return card.clock ? at(card.clock.due_at) : NEVER
}

/** Whose move it is breaks ties: the longest unanswered first, then the id, so that the order is total. */
function byUrgency(a: Card, b: Card): number {
  const first = due(a)
  const second = due(b)
  if (first !== second) return first < second ? -1 : 1
  return at(a.last_at) - at(b.last_at) || (a.id < b.id ? -1 : 1)
}

/** The cards by urgency. */
export const byClock = <C extends Card>(cards: readonly C[]): C[] => [...cards].sort(byUrgency)

/**
 * The cards as they shall stand now. While the list is `held` (a hand or the focus is on it) cards keep the places of `shown`;
 * what is gone closes up, what is new joins at the end. Otherwise they stand by urgency.
 */
export function arrange<C extends Card>(shown: readonly Id[], cards: readonly C[], held: boolean): C[] {
  const sorted = byClock(cards)
  if (!held) return sorted
  const place = new Map(shown.map((id, i) => [id, i]))
  const seat = (card: C): number => place.get(card.id) ?? shown.length
  return sorted.sort((a, b) => seat(a) - seat(b))
}

/** The neighbour of `open` in the list as it stands, round the ends. */
export function neighbour(shown: readonly Id[], open: Id | null, step: 1 | -1): Id | null {
  if (shown.length === 0) return null
  const here = open === null ? -1 : shown.indexOf(open)
  if (here < 0) return shown[step === 1 ? 0 : shown.length - 1] ?? null
  return shown[(here + step + shown.length) % shown.length] ?? null
}
