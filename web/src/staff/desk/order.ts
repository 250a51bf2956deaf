/** Order of my dialogues: what runs out first stands first, and nothing moves under the hand. */

import { at } from '../../shared/time'
import type { DialogueCard, Id } from '../../shared/types'

const NEVER = Number.POSITIVE_INFINITY

/** Milliseconds of the clock that runs out first; without a clock a dialogue burns last. */
const due = (card: DialogueCard): number => (card.clock ? at(card.clock.due_at) : NEVER)

/** Whose move it is breaks ties: the longest unanswered first, then the id, so that the order is total. */
function byUrgency(a: DialogueCard, b: DialogueCard): number {
  const first = due(a)
  const second = due(b)
  if (first !== second) return first < second ? -1 : 1
  return at(a.last_at) - at(b.last_at) || (a.id < b.id ? -1 : 1)
}

/** The cards by urgency. */
export const byClock = (cards: readonly DialogueCard[]): DialogueCard[] => [...cards].sort(byUrgency)

/**
 * The cards as they shall stand now. While the list is `held` (a hand or the focus is on it) cards keep the places of `shown`;
 * what is gone closes up, what is new joins at the end. Otherwise they stand by urgency.
 */
export function arrange(shown: readonly Id[], cards: readonly DialogueCard[], held: boolean): DialogueCard[] {
  const sorted = byClock(cards)
  if (!held) return sorted
  const place = new Map(shown.map((id, i) => [id, i]))
  const seat = (card: DialogueCard): number => place.get(card.id) ?? shown.length
  return sorted.sort((a, b) => seat(a) - seat(b))
}

/** The neighbour of `open` in the list as it stands, round the ends. */
export function neighbour(shown: readonly Id[], open: Id | null, step: 1 | -1): Id | null {
  if (shown.length === 0) return null
  const here = open === null ? -1 : shown.indexOf(open)
  if (here < 0) return shown[step === 1 ? 0 : shown.length - 1] ?? null
  return shown[(here + step + shown.length) % shown.length] ?? null
}
