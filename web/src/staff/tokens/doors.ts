/** Doors of programs' tokens. */

import type { Id, Time } from '../../shared/types'
import { ask } from '../session/me'

export type Right = 'knowledge:read' | 'measures:read' | 'conversations:read' | 'organisations:read' | 'calendars:read' | 'terms:read'
export interface Token { id: Id; name: string; rights: Right[]; district_id: Id | null; provider_id: Id | null; issued_at: Time; expires_at: Time; last_used_at: Time | null; revoked_at: Time | null }
export interface Tokens { tokens: Token[]; rights: Right[]; most_days: number }
/** The secret is told this once. */
export interface Issued { token: Token; secret: string }
export interface Wish { name: string; rights: Right[]; days: number; district: string; provider: string; why: string }

export type State = 'runs' | 'expired' | 'revoked'
export const stateOf = (token: Token, now: number): State => (token.revoked_at ? 'revoked' : now < Date.parse(token.expires_at) ? 'runs' : 'expired')

export const tokens = (): Promise<Tokens> => ask('GET', '/api/tokens')
export const issue = (wish: Wish): Promise<Issued> => ask('POST', '/api/tokens', { body: wish })
export const revoke = (id: Id, why: string): Promise<unknown> => ask('POST', `/api/tokens/${id}/revocation`, { body: { why } })
