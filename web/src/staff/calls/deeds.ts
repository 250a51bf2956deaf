/** What a consultant and a team lead do with calls: one door each. */

import type { DialogueMatter, Id } from '../../shared/types'
import { refreshDesk } from '../live/feed'
import { expect } from '../phone/phone'
import { ask } from '../session/me'
import type { CallView, Ear } from './types'

/** The push brings the new desk as well; asking makes it certain that the deed is seen at once. */
async function done<T>(answer: Promise<T>): Promise<T> {
  const value = await answer
  await refreshDesk().catch(() => undefined) // the deed is done; the push will show it
  return value
}
const of = (call: Id, deed: string): string => `/api/calls/${call}/${deed}`

export const takeCall = (offer: Id): Promise<CallView> => done(ask('POST', `/api/call-offers/${offer}/take`))
export const declineCall = (offer: Id, reason: string): Promise<void> => done(ask('POST', `/api/call-offers/${offer}/decline`, { body: { reason } }))

export const holdCall = (call: Id, on: boolean): Promise<CallView> => done(ask('POST', of(call, 'hold'), { body: { on } }))
export const muteCall = (call: Id, on: boolean): Promise<CallView> => done(ask('POST', of(call, 'mute'), { body: { on } }))
/** `colleague` null: 12366; the summary goes along with the number of the case. */
export const consult = (call: Id, colleague: Id | null, summary: string): Promise<CallView> => done(ask('POST', of(call, 'consult'), { body: { colleague, summary } }))
export const dropConsult = (call: Id): Promise<CallView> => done(ask('DELETE', of(call, 'consult')))
export const joinAll = (call: Id): Promise<CallView> => done(ask('POST', of(call, 'join')))
export const handOn = (call: Id): Promise<CallView> => done(ask('POST', of(call, 'hand-on')))
export const toQueue = (call: Id, system: string | null): Promise<CallView> => done(ask('POST', of(call, 'queue'), { body: { system } }))
export const handOver = (call: Id, to: Id, note: string): Promise<{ offer: Id }> => done(ask('POST', of(call, 'transfer'), { body: { to, note } }))
export const takeBack = (call: Id): Promise<void> => done(ask('DELETE', of(call, 'transfer')))
export const endCall = (call: Id): Promise<CallView> => done(ask('POST', of(call, 'end')))
/** R4.3: my own phone rings first, then the number that left the message. */
export function dial(message: Id): Promise<CallView> {
  expect('回呼')
  return done(ask('POST', `/api/messages/${message}/dial`))
}
export const matterOfCall = (call: Id): Promise<DialogueMatter> => ask('GET', of(call, 'matter'))

export const listen = (call: Id, ear: Ear): Promise<CallView> => ask('POST', `/api/wallboard/calls/${call}/listen`, { body: { ear } })
export const leave = (call: Id): Promise<void> => ask('DELETE', `/api/wallboard/calls/${call}/listen`)
export const takeOver = (call: Id, why: string): Promise<CallView> => ask('POST', `/api/wallboard/calls/${call}/take-over`, { body: { why } })
export const goFirst = (call: Id, why: string): Promise<void> => ask('POST', `/api/wallboard/calls/${call}/priority`, { body: { why } })
