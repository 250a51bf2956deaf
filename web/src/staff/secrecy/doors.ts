/** Doors of secrecy. */

import type { Id, Time } from '../../shared/types'
import { ask } from '../session/me'

export type Kind = 'taxpayer' | 'contact' | 'conversation' | 'message' | 'follow_up'
export type Field = 'name' | 'tax_number' | 'identity_number' | 'address' | 'phone' | 'email' | 'asker' | 'credit_code'
export type Reason = 'verify' | 'call_back' | 'find_taxpayer' | 'complaint' | 'other'
export const REASONS: Reason[] = ['verify', 'call_back', 'find_taxpayer', 'complaint', 'other']

export interface Wish { kind: Kind; subject: Id; field: Field; reason: Reason; words: string }
/** Told once; shown under a watermark of who and when for `shown_for` seconds. */
export interface Revealed { value: string; number: string; name: string; at: Time; shown_for: number }

export interface RequestLine { id: Id; who: string; kind: Kind; subject: Id; field: Field; why: string; asked_at: Time; expires_at: Time; approvals: number; mine: boolean; mine_to_approve: boolean }
export type ExportState = 'waiting' | 'refused' | 'making' | 'ready' | 'expired'
export interface ExportLine {
  id: Id; number: string; who: string; what: string; title: string; unmasked: boolean; why: string; asked_at: Time; state: ExportState; approvals: number; needed: number
  rows: number | null; expires_at: Time | null; downloads: number; mine: boolean; mine_to_approve: boolean
}
export type NumberSort = 'mobile' | 'identity_number' | 'credit_code' | 'bank_card' | 'email'
export interface AlertLine { id: Id; kind: string; title: string; who: string; at: Time; count: number; acknowledged_at: Time | null; acknowledged_by: string; note: string }
export interface Secrecy { requests: RequestLine[]; own_requests: RequestLine[]; exports: ExportLine[]; alerts: AlertLine[]; numbers: { kind: 'conversation' | 'message'; sort: NumberSort; texts: number; numbers: number }[]; may_export: boolean; may_watch: boolean; may_approve: boolean; may_reveal: boolean }
export interface ExportWish { what: 'taxpayers' | 'cases' | 'messages'; reason: Reason; words: string; text: string; since: string | null; until: string | null; unmasked: boolean }

export const reveal = (wish: Wish): Promise<Revealed> => ask('POST', '/api/reveals', { body: wish })
export const askTwo = (wish: Wish): Promise<RequestLine> => ask('POST', '/api/reveals/requests', { body: wish })
export const look = (): Promise<Secrecy> => ask('GET', '/api/secrecy')
export const approveRequest = (id: Id): Promise<RequestLine> => ask('POST', `/api/reveals/requests/${id}/approval`)
export const approveExport = (id: Id): Promise<ExportLine> => ask('POST', `/api/exports/${id}/approval`)
export const refuseExport = (id: Id, words: string): Promise<ExportLine> => ask('POST', `/api/exports/${id}/refusal`, { body: { words } })
export const askExport = (wish: ExportWish): Promise<ExportLine> => ask('POST', '/api/exports', { body: wish })
export const acknowledge = (id: Id, words: string): Promise<Secrecy> => ask('POST', `/api/secrecy/alerts/${id}/acknowledgement`, { body: { words } })

/** Hand the file to the browser. */
export async function fetchExport(one: ExportLine): Promise<void> {
  const answer = await fetch(`/api/exports/${one.id}/file`, { method: 'POST', credentials: 'same-origin' })
  if (!answer.ok) throw new Error(String(answer.status))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = `${one.number}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}
