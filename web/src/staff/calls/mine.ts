/** The calls of my left column: the one in hand, and those whose case is still open. */

import { at } from '../../shared/time'
import type { Id, Time } from '../../shared/types'
import { lasting } from '../frame/when'
import { w } from '../words'
import type { CallView, MyCalls, UnfiledCall } from './types'

/** A call as it stands among my dialogues. `over`: only its record is still to be made. */
export interface CallCard { channel: 'voice'; id: Id; view: CallView; over: UnfiledCall | null; clock: { started_at: Time; due_at: Time } | null; last_at: Time }

export function callCards(mine: MyCalls, unfiled: readonly UnfiledCall[]): CallCard[] {
  const now = mine.call
  const talking: CallCard[] = now ? [{ channel: 'voice', id: now.id, view: now, over: null, clock: null, last_at: now.arrived_at }] : []
  return [...talking, ...unfiled.filter((one) => one.call.id !== now?.id).map((one): CallCard => ({
    channel: 'voice', id: one.call.id, view: one.call, over: one, last_at: one.ended_at,
    clock: one.due_at && one.started_at ? { started_at: one.started_at, due_at: one.due_at } : null,
  }))]
}

/** Who it is, in a word. */
export const askerOf = (view: CallView): string => [view.phone || w.calls.offer.unknown, view.asker].filter(Boolean).join(' ')

/** Since when the two hear each other, or the phone rings. */
export const since = (view: CallView): number => at(view.connected_at ?? view.queued_at ?? view.arrived_at)

/** A line about the call: what goes on, how long. */
export function lineOf(card: CallCard, now: number): string {
  const s = w.calls.item
  if (card.over) return s.over(lasting(card.over.talked_seconds))
  const { view } = card
  if (view.phase === 'dialling') return s.dialling
  if (view.phase === 'connecting') return s.connecting
  const third = view.legs.find((leg) => leg.role !== 'lead')
  if (third) return s.consulting(third.who)
  return view.is_held ? s.held : s.talking(lasting((now - since(view)) / 1000))
}
