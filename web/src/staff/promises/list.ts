/** One list of promises. Pure. */

import { at } from '../../shared/time'
import type { FollowUp, StaffMessage } from '../../shared/types'

/** A follow-up or a message. What only messages have is absent on follow-ups. */
export type Promised = FollowUp & Partial<Pick<StaffMessage, 'text' | 'read_due_at' | 'answer' | 'call'>> & { mine?: boolean; system?: string | null; left_at?: string; answered_at?: string | null }

export type Filter = 'open' | 'mine' | 'messages' | 'answered'

/** Both lists by due time. A message that stands in both is shown once, as the list of messages has it: that one is fuller. */
export function joined(followUps: readonly FollowUp[], messages: readonly StaffMessage[]): Promised[] {
  const full = new Map(messages.map((one) => [one.id, one as Promised]))
  const rest = followUps.filter((one) => !full.has(one.id)).map((one): Promised => ({ ...one, mine: true }))
  return [...rest, ...full.values()].sort((a, b) => at(a.due_at) - at(b.due_at) || (a.id < b.id ? -1 : 1))
}

const TESTS: Record<Filter, (one: Promised) => boolean> = {
  open: (one) => one.state === 'open',
  mine: (one) => one.state === 'open' && one.mine === true,
  messages: (one) => one.state === 'open' && one.kind !== 'follow_up',
  answered: (one) => one.state === 'answered',
}

/** What a filter shows; of what is answered the latest stands first. */
export function filtered(all: readonly Promised[], filter: Filter): Promised[] {
  const shown = all.filter(TESTS[filter])
  return filter === 'answered' ? shown.sort((a, b) => at(b.answered_at ?? b.due_at) - at(a.answered_at ?? a.due_at)) : shown
}

export const counts = (all: readonly Promised[]): Record<Filter, number> => ({
  open: all.filter(TESTS.open).length, mine: all.filter(TESTS.mine).length, messages: all.filter(TESTS.messages).length, answered: all.filter(TESTS.answered).length,
})
