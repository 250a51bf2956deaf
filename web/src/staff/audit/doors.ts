/** Doors of the audit log. */

import type { Id, Time } from '../../shared/types'

export type Outcome = 'done' | 'looked' | 'refused'

/** A line; `counter` is null while it waits for its seal. */
export interface AuditLine {
  counter: number | null
  entry: {
    id: Id; at: Time; who_kind: string; who_number: string; who_role: string; session_id: Id | null; address: string; agent: string; door: string; correlation: string
    deed: string; subject_kind: string; subject_id: string; outcome: Outcome; why: string; detail: string
  }
}
export interface AuditPage { items: AuditLine[]; next: string }

export interface Finding { fault: string; counter: number; at: Time | null; words: string; detail: string }

/** R18.1: the chain as it was last verified. `report` is null where it never was. */
export interface ChainView {
  head: number; unsealed: number; verified_at: Time | null
  report: { whole: boolean; first: number; last: number; faults: number; findings: Finding[] } | null
  anchors: { day: string; counter: number; mac: string; count: number; key_id: string }[]
}
