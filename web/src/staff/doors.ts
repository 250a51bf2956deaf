/** Doors of the server that only the staff pages knock at, beyond the common contract. */

import type { Id, Time } from '../shared/types'

/** R3.1: what a question is about. */
export interface Topic { code: string; name: string }

export interface EntryLine {
  entry: string; revision: number; title: string; system: string; system_name: string; kind: string; topic: string; state: string
  reviewed_on: string | null; valid_until: string | null
}

export interface EntryFull extends EntryLine {
  answer: string; source: string; valid_from: string | null
  revisions: { revision: number; at: Time; by: string; state: string; answer: string }[]
  notes: { at: Time; by: string; kind: string; words: string }[]
}

export interface EntryDraft {
  title: string; answer: string; system: string; kind: string; topic: string; source: string; valid_from: string | null; valid_until: string | null
}

export interface Listed<T> { items: T[]; after: string | null; total: number }

export interface StatutoryDay { day: string; year: number; name: string; kind: 'off' | 'work' | 'ordinary'; source: string }

/** A year's statutory days. `known`: its notice is entered; else all is provisional. */
export interface YearView {
  year: number; known: boolean; source: string; days: StatutoryDay[]
  filing: { year: number; month: number; deadline: string; provisional: boolean }[]
  changes: { day: string; name: string; kind: StatutoryDay['kind']; changed_at: Time; changed_by: Id | null; why: string }[]
}

export interface CalendarAlarm { missing: { year: number; in_use: boolean; message: string } | null }

export interface TaxpayerLine {
  id: Id; name: string; credit_code: string; legacy: boolean; district: string; contact: string | null; phone: string | null; added_on: string | null
}

export interface ImportReport { accepted: number; updated: number; refused: { row: number; field: string; value: string; why: string }[] }
