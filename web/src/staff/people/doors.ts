/** Doors of organisations and people. */

import type { Id, Time } from '../../shared/types'
import { ask } from '../session/me'

export type Kind = 'bureau' | 'office' | 'district' | 'branch' | 'hall' | 'provider' | 'department' | 'team'
export interface Unit {
  id: Id; kind: Kind; parent_id: Id | null; name: string; short_name: string; code: string; address: string; longitude: number | null; latitude: number | null
  since: string | null; closed_on: string | null; provider_id: Id | null; district_id: Id | null; position: number
}
export type Turn = 'entered' | 'changed' | 'moved' | 'closed' | 'matched' | 'unmatched'
export interface Past { what: Turn; since: string; at: Time; by: string; why: string; name: string; parent: string; detail: string }
export interface Serving { district_id: Id; district: string; provider_id: Id; provider: string; since: string; until: string | null }
export interface UnitView { unit: Unit; history: Past[]; matchings: Serving[] }

export type State = 'active' | 'away' | 'waiting' | 'left'
export interface RollLine {
  id: Id; number: string; name: string; role: Role; role_name: string; place: string; systems: string[]; languages: string[]; max_level: number; chat_capacity: number
  state: State; active_since: Time; active_until: Time | null; away_since: Time | null; away_until: Time | null; locked_until: Time | null
}
export interface Roll { items: RollLine[]; next: string | null; may_edit: boolean }
export interface Heir { id: Id; number: string; name: string; role_name: string }

export type Role = 'consultant' | 'team_lead' | 'inspector' | 'editor' | 'technician' | 'trainer' | 'provider_manager' | 'district_officer' | 'municipal_officer' | 'system_administrator' | 'security_administrator' | 'audit_administrator'
export interface Posting { role: Role; provider_id: Id | null; team_id: Id | null; district_id: Id | null; office: string | null }
export interface PersonCard {
  id: Id; number: string; name: string; role: Role; role_name: string; posting: Posting; skills: { systems: string[]; languages: string[]; max_level: number }; chat_capacity: number
  active_since: Time; active_until: Time | null; absences: { id: Id; since: Time; until: Time; why: string }[]
  history: { id: Id; at: Time; what: 'hired' | 'moved' | 'role' | 'skills' | 'absent' | 'back' | 'left'; why: string; detail: Record<string, string> }[]; start_password: string | null
}

export const units = (): Promise<{ may_edit: boolean; units: Unit[] }> => ask('GET', '/api/units')
export const unitView = (id: Id): Promise<UnitView> => ask('GET', `/api/units/${id}`)
export const enterUnit = (body: object): Promise<UnitView> => ask('POST', '/api/units', { body })
export const unitDeed = (id: Id, deed: 'change' | 'move' | 'close' | 'matching', body: object): Promise<UnitView> => ask('POST', `/api/units/${id}/${deed}`, { body })

export function roll(of: { unit?: Id | undefined; text?: string; left?: boolean; after?: string | undefined }): Promise<Roll> {
  const query = new URLSearchParams()
  if (of.unit) query.set('unit', of.unit)
  if (of.text) query.set('text', of.text)
  if (of.left) query.set('left', 'true')
  if (of.after) query.set('after', of.after)
  return ask('GET', `/api/roll?${query}`)
}
export const person = (id: Id): Promise<PersonCard> => ask('GET', `/api/people/${id}`)
export const heirs = (id: Id): Promise<Heir[]> => ask('GET', `/api/people/${id}/heirs`)
export const hire = (body: object): Promise<PersonCard> => ask('POST', '/api/people', { body })
export const personDeed = (id: Id, deed: 'move' | 'skills' | 'absences' | 'leave', body: object): Promise<PersonCard> => ask('POST', `/api/people/${id}/${deed}`, { body })
export const comeBack = (id: Id): Promise<PersonCard> => ask('DELETE', `/api/people/${id}/absences`)
export const startPassword = (number: string, why: string): Promise<{ start_password: string }> => ask('POST', `/api/accounts/${number}/start-password`, { body: { why } })
export const accountDeed = (number: string, deed: 'unlock' | 'sessions/end' | 'second-factor/reset', why: string): Promise<unknown> => ask('POST', `/api/accounts/${number}/${deed}`, { body: { why } })
