/** Doors of the hotline's measures and of planning. */

import type { Id, Time } from '../../shared/types'

export type By = 'half_hour' | 'time_of_day' | 'day' | 'queue' | 'provider' | 'line'
export interface CallRate { id: string; title: string; official: boolean; numerator: number; denominator: number; percent: number | null; target: number | null; met: boolean | null }
export interface Figures { key: string | null; offered: number; answered: number; abandoned: number; rates: CallRate[]; mean_wait_seconds: number | null }
export interface Definition { id: string; version: number; title: string; official: boolean; words: string }

/** R5.2: measures of some days within one's own scope. */
export interface Measured {
  since: string; until: string; by: By; total: Figures; groups: { key: string; name: string; figures: Figures }[]; definitions: Definition[]
  left_out: { reason: string; words: string; calls: number }[]; waiting: number
}
export type CallOutcome = 'answered' | 'abandoned' | 'call_back' | 'message' | 'lost'
export interface CallLine {
  id: Id; number: string; arrived_at: Time; queue_name: string; provider_name: string; line: string; outcome: CallOutcome | null
  wait_seconds: number; talked_seconds: number; in_time: boolean | null; left_out: string | null
}

export interface Slot { start: string; calls: number; load: number; seated: number; scheduled: number; answered: number; in_time: number; occupancy: number }

/** R5.2: how many consultants each half hour needs. */
export interface Staffing {
  day: string; since: string; until: string; days: number; handling_seconds: number; patience_seconds: number | null; is_measured: boolean; within_seconds: number
  connect_target: number; in_time_target: number; shrinkage_percent: number; growth_percent: number; slots: Slot[]; current: string | null; present: number; rostered: number
}
