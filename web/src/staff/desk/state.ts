/** What a dialogue waits for, in words. The spans come from the running clock itself, never from a number written here. */

import { at } from '../../shared/time'
import type { DialogueCard, RunningClock } from '../../shared/types'
import { spoken } from '../frame/when'
import { w } from '../words'

/** The whole span of a clock in words: '2 分钟'. */
export const spanOf = (clock: RunningClock): string => spoken((at(clock.due_at) - at(clock.started_at)) / 1000)

function clockWords(clock: RunningClock, now: number, bySystem: boolean): string {
  const s = w.desk.state
  const over = at(clock.due_at) < now
  switch (clock.kind) {
    case 'consultant_silence': return over ? s.silenceOver(spanOf(clock)) : nearly(clock, now) ? s.silence(spanOf(clock)) : s.reply
    case 'wait_promise': return over ? s.promiseOver : bySystem ? s.promiseBySystem : s.promise
    case 'wait_choice': return bySystem ? s.choiceBySystem : s.choice
    case 'taxpayer_silence': return s.taxpayer(spanOf(clock))
    case 'closing': return s.closing
    case 'first_response': return s.first
  }
}

/** Line under a dialogue: whose move it is and what happens when nobody moves. */
export function stateWords(card: DialogueCard, now: number): string {
  const s = w.desk.state
  if (card.transfer_to) return s.transfer(card.transfer_to)
  if (card.phase === 'ended') return s.ended
  if (card.clock && card.clock.kind !== 'taxpayer_silence') return clockWords(card.clock, now, card.asked_by_system)
  if (!card.online) return s.offline
  return card.clock ? clockWords(card.clock, now, card.asked_by_system) : s.calm
}

const SHARE_LEFT = 1 / 4

/** R4.4: whether silence is near enough to its limit that the consultant must be told (the last quarter, or past it). */
export function nearly(clock: RunningClock, now: number): boolean {
  const whole = at(clock.due_at) - at(clock.started_at)
  return at(clock.due_at) - now <= whole * SHARE_LEFT
}

/** How long the consultant has been silent, in seconds. */
export const silentFor = (clock: RunningClock, now: number): number => (now - at(clock.started_at)) / 1000
