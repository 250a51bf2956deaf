/** What a consultant does at the desk: one door each, then the desk as it stands afterwards. */

import type { CaseForm, Colleague, DialogueMatter, Id, Slice } from '../../shared/types'
import { newClientId } from '../../shared/outbox'
import { refreshDesk } from '../live/feed'
import { ask } from '../session/me'

/** The push brings the new desk as well; asking makes it certain that the deed is seen at once. */
async function done<T>(answer: Promise<T>): Promise<T> {
  const value = await answer
  await refreshDesk().catch(() => undefined) // the deed is done; the push will show it
  return value
}

export type SetPresence = 'available' | 'break' | 'away'

export const setPresence = (presence: SetPresence, why = ''): Promise<void> =>
  done(ask('POST', '/api/desk/presence', { body: { presence, why } }))

export const claim = (offer: Id): Promise<{ conversation: Id }> => done(ask('POST', `/api/offers/${offer}/claim`))

export const giveBack = (offer: Id, reason: string): Promise<void> => done(ask('POST', `/api/offers/${offer}/decline`, { body: { reason } }))

export const askWait = (conversation: Id, minutes: number): Promise<Slice> =>
  done(ask('POST', `/api/conversations/${conversation}/wait-question`, { body: { minutes } }))

export const transfer = (conversation: Id, to: Id, note: string): Promise<{ offer: Id }> =>
  done(ask('POST', `/api/conversations/${conversation}/transfer`, { body: { to, note } }))

export const withdraw = (conversation: Id): Promise<void> => done(ask('DELETE', `/api/conversations/${conversation}/transfer`))

export const recall = (conversation: Id, seq: number): Promise<Slice> => ask('POST', `/api/conversations/${conversation}/recall`, { body: { seq } })

export const matterOf = (conversation: Id): Promise<DialogueMatter> => ask('GET', `/api/conversations/${conversation}/matter`)

export const saveForm = (form: CaseForm): Promise<CaseForm> => done(ask('PUT', `/api/cases/${form.id}`, { body: form }))

export const closeCase = (form: Id, outcome: string): Promise<CaseForm> => done(ask('POST', `/api/cases/${form}/close`, { body: { outcome } }))

export const declineCase = (form: Id, reason: string, text: string): Promise<CaseForm> =>
  done(ask('POST', `/api/cases/${form}/decline`, { body: { reason, text } }))

/** R4.4: propose to answer later. It is the taxpayer who chooses; the choice makes the promise. */
export const proposeLater = (form: Id): Promise<CaseForm> => done(ask('POST', `/api/cases/${form}/answer-later`, { body: {} }))

/** To the team lead alone. */
export const answerWhisper = (conversation: Id, text: string): Promise<void> =>
  done(ask('POST', `/api/conversations/${conversation}/whispers`, { body: { client_id: newClientId(), text } }))

export const colleagues = (): Promise<Colleague[]> => ask('GET', '/api/colleagues')

/** Tell the editors that an entry is wrong, or that one is missing. */
export const noteOnKnowledge = (kind: 'wrong' | 'missing', entry: string | null, conversation: Id | null, words: string): Promise<void> =>
  ask('POST', '/api/knowledge/notes', { body: { kind, entry, conversation, words } })
