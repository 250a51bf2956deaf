/** What travels of calls between the desk and the server. Numbers and names arrive masked. */

import type { Id, Time } from '../../shared/types'

export type CallPhase = 'dialling' | 'greeting' | 'menu' | 'waiting' | 'connecting' | 'talking' | 'handed' | 'rating' | 'message' | 'closing' | 'filing' | 'ended'
export type CallLine = 'public' | '12366'
export type CallOutcome = 'answered' | 'left' | 'callback' | 'message' | 'lost' | 'unreached'
export type Direction = 'in' | 'out'

/** Somebody else on the line: a colleague, 12366, a team lead who speaks along. */
export interface LegLine { role: 'colleague' | 'outside' | 'lead'; who: string; is_up: boolean }
export interface EarlierCall { id: Id; number: string; at: Time; direction: Direction; outcome: CallOutcome | null; consultant: string }

/** A call as its consultant sees it. Its case bears the same id and number. */
export interface CallView {
  id: Id
  number: string
  phase: CallPhase
  direction: Direction
  line: CallLine
  asker: string
  phone: string
  taxpayer_id: Id | null
  taxpayer: string | null
  system: string | null
  is_elderly: boolean
  handed: Record<string, string>
  arrived_at: Time
  queued_at: Time | null
  connected_at: Time | null
  is_held: boolean
  is_mute: boolean
  legs: LegLine[]
  hands_to: string | null
  about: Id | null
}

/** R4.2: a call that waits for my answer. */
export interface CallOffer { id: Id; kind: 'queue' | 'transfer' | 'assigned'; note: string; from_staff: string | null; offered_at: Time; due_at: Time; waited_seconds: number; call: CallView; earlier: EarlierCall[] }

/** What rings, and the call in hand. */
export interface MyCalls { now: Time; offers: CallOffer[]; call: CallView | null; earlier: EarlierCall[] }

/** A call that is over while its case is still open: after-call work. `due_at`: when I am on duty again by myself. */
export interface UnfiledCall { call: CallView; talked_seconds: number; ended_at: Time; missing: number; due_at: Time | null; started_at: Time | null }

/** A call in the live list of a team lead. */
export interface LiveCall { id: Id; number: string; phase: CallPhase; direction: Direction; line: CallLine; phone: string; system: string | null; arrived_at: Time; queued_at: Time | null; connected_at: Time | null; consultant_id: Id | null; consultant: string; is_held: boolean; lead: string; ear: '' | Ear }
export interface VoiceQueue { system: string | null; waiting: number; for_opening: number; longest_since: Time | null; expected_seconds: number | null; on_duty: number; free: number; busy_units: number; units: number }
export interface LiveCalls { now: Time; calls: LiveCall[]; queues: VoiceQueue[] }
export type Ear = 'listen' | 'whisper' | 'speak'
