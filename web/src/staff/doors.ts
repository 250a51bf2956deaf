/** Doors of the server that only the staff pages knock at, beyond the common contract. */

import type { Id, Time } from '../shared/types'

/** R3.1: what a question is about. */
export interface Topic { code: string; name: string }

export type EntryState = 'draft' | 'in_review' | 'published' | 'withdrawn'

/** An entry by one of its versions. `topic` is a code. */
export interface EntryItem {
  entry: string; revision: number; title: string; answer: string; system: string; system_name: string; kind: 'process' | 'operation'; topic: string; topic_name: string
  source: string; source_date: string | null; reviewed_on: string | null; valid_from: string | null; valid_until: string | null; state: EntryState; score: number
}

/** What a version says. Days are inclusive; null is open. */
export interface EntryContent {
  system: string; kind: 'process' | 'operation'; topic: string; title: string; answer: string; source: string; wordings: string[]; keywords: string[]
  source_date: string | null; valid_from: string | null; valid_until: string | null
}

/** R15.2: an entry with all its versions and steps, oldest first. `live` is the version that taxpayers are shown. */
export interface EntryView {
  entry: string; state: EntryState; latest: number; live: number | null; changed_at: Time
  versions: { revision: number; content: EntryContent; written_at: Time; written_by: string; why: string; mine: boolean }[]
  steps: { revision: number; step: 'submitted' | 'returned' | 'published' | 'withdrawn'; at: Time; by: string; why: string }[]
  votes: Partial<Record<'solved' | 'not_solved' | 'wrong' | 'missing', number>>
}

export interface KnowledgeNote { id: Id; number: string | null; title: string | null; version: number | null; verdict: string; words: string; at: Time; by: string }

export interface KnowledgeGap { id: Id; words: string; system: string | null; times: number; first_at: Time; last_at: Time }

export interface StatutoryDay { day: string; year: number; name: string; kind: 'off' | 'work' | 'ordinary'; source: string }

/** A year's statutory days. `known`: its notice is entered; else all is provisional. */
export interface YearView {
  year: number; known: boolean; source: string; days: StatutoryDay[]
  filing: { year: number; month: number; deadline: string; provisional: boolean }[]
  changes: { day: string; name: string; kind: StatutoryDay['kind']; changed_at: Time; changed_by: Id | null; why: string }[]
}

export interface CalendarAlarm { missing: { year: number; in_use: boolean; message: string } | null }

/** A taxpayer in a list, masked where it is a person. */
export interface TaxpayerLine { id: Id; name: string; tax_number: string; kind: string; legacy: boolean; district: string | null; added_at: Time }

export interface TaxpayerCard {
  taxpayer: TaxpayerLine; identity_number: string | null; address: string | null
  contacts: { id: Id; name: string; phone: string | null; email: string | null }[]
}

export interface ImportReport {
  imported: number; updated: number; unchanged: number; refused_count: number
  refused: { row: number; column: string; value: string; reason: string }[]; ignored_columns: string[]
}

/** What a new password has to be like, and how the present one stands to it. */
export interface PasswordRules { length: number; classes: number; history: number; days: number; set_at: Time | null; due_at: Time | null; is_given: boolean }

export interface FactorState { is_on: boolean; is_required: boolean; codes_left: number }
/** Shown once. `picture` is an SVG of ours. */
export interface Enrolment { secret: string; address: string; picture: string }
export interface OwnSession { session: { id: Id; started_at: Time; seen_at: Time; expires_at: Time; device: { address: string; agent: string } }; is_this: boolean }
