/** What a team lead does from the board: one door each. */

import type { DialogueLine, Id, Overseen } from '../../shared/types'
import { newClientId } from '../../shared/outbox'
import { ask } from '../session/me'

/** Deeds that ask for a reason before they are done. */
export type Reasoned = 'takeOver' | 'move' | 'end' | 'raise' | 'system' | 'state'
export type Forced = 'available' | 'break' | 'away'
export interface Decided { why: string; to: string | null }

const door = (dialogue: Id, deed: string): string => `/api/wallboard/dialogues/${dialogue}/${deed}`

export const listAll = (): Promise<DialogueLine[]> => ask('GET', '/api/wallboard/dialogues')
export const look = (dialogue: Id, after: number): Promise<Overseen> => ask('GET', `/api/wallboard/dialogues/${dialogue}?after=${after}`)
export const whisper = (dialogue: Id, text: string): Promise<void> => ask('POST', door(dialogue, 'whispers'), { body: { client_id: newClientId(), text } })
export const say = (dialogue: Id, text: string): Promise<{ seq: number }> => ask('POST', door(dialogue, 'posts'), { body: { client_id: newClientId(), text } })
export const step = (dialogue: Id, inside: boolean): Promise<void> => ask('POST', door(dialogue, inside ? 'step-in' : 'step-out'))

const DOORS = { takeOver: 'take-over', move: 'move', end: 'end', raise: 'priority', system: 'system' } as const

/** `to`: whom it is moved to (null: the queue), the system, or the presence. */
export function decide(deed: Reasoned, dialogue: Id | null, staff: Id | null, { why, to }: Decided): Promise<void> {
  if (deed === 'state') return ask('POST', `/api/wallboard/staff/${staff}/presence`, { body: { presence: to, why } })
  const body = deed === 'move' ? { to, why } : deed === 'system' ? { system: to, why } : { why }
  return ask('POST', door(dialogue ?? '', DOORS[deed]), { body })
}
