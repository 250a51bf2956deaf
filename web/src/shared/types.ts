/** What travels between the pages and the server. Times are ISO 8601 in UTC; the server's own clock comes along as `now`. */

import type { LiveCalls, MyCalls, UnfiledCall } from '../staff/calls/types'

export type Id = string
export type Time = string

// ---------------------------------------------------------------- conversation

export type Party = 'taxpayer' | 'consultant' | 'supervisor' | 'assistant' | 'system'

export type Content =
  | { type: 'text'; text: string; entry?: string | null }
  | { type: 'picture'; file: Id; name: string; size: number }
  | { type: 'file'; file: Id; name: string; size: number }
  /** The assistant's answer: always out of an entry, always with its source. */
  | { type: 'answer'; entry: string; revision: number; title: string; text: string; source: string; reviewed_on: string | null; valid_until: string | null }
  /** The assistant asks back: two entries are equally near. `option` is sent back as {type:'text', text: label, entry: option.entry}. */
  | { type: 'choices'; text: string; options: { entry: string; label: string }[] }
  /** Words of the system: `code` says which (queued, joined, requeued, reminder, closing, outside_hours, transferred, declined, unknown, out_of_scope, hand_over, follow_up …). */
  | { type: 'notice'; code: string; text: string }
  /** Article 4: the consultant expects to be silent for long. The taxpayer chooses. */
  | { type: 'wait_question'; text: string; minutes: number }
  | { type: 'wait_choice'; choice: 'wait' | 'later'; by_default: boolean; text: string }

export type Change =
  | { kind: 'post'; seq: number; at: Time; by: Party; name: string; client_id: Id | null; content: Content }
  /** `target` was recalled; its content is no longer shown to the other side. */
  | { kind: 'recalled'; seq: number; at: Time; by: Party; target: number }

export type ClockKind =
  | 'first_response'      // 30 s from the offer (R4.2)
  | 'consultant_silence'  // 2 min since the taxpayer's last post (R4.4)
  | 'wait_promise'        // the wait the taxpayer agreed to
  | 'wait_choice'         // the taxpayer has not chosen yet
  | 'taxpayer_silence'    // 4 min since the consultant's last post (R4.5)
  | 'closing'             // reminder sent, the end follows

export interface RunningClock { kind: ClockKind; started_at: Time; due_at: Time }

/** assistant → waiting → active → ended; reserved = a place kept for the opening of service. */
export type Phase = 'assistant' | 'reserved' | 'waiting' | 'active' | 'ended'

export interface ConversationState {
  id: Id
  phase: Phase
  number: string                 // of the case: SL-20261110-0427
  system: string | null          // code
  consultant: string | null      // '0317 号咨询员'
  supervisor: string | null      // '班长 0110 号', who speaks along
  clock: RunningClock | null     // the one that runs out first
  queue: { place: number; expected_wait_seconds: number | null; opens_at: Time | null } | null
  wait_question: number | null   // seq of the question that still waits for the taxpayer's choice
  read: { taxpayer: number; consultant: number }  // read up to seq
  end_reason: 'answered' | 'taxpayer_silent' | 'taxpayer_left' | 'later' | 'declined' | 'supervisor' | null
  ended_at: Time | null
  started_at: Time
  rated: boolean
  follow_up_due: Time | null     // 'answered later' is promised until then
}

/** Answer to `GET /api/conversations/{id}?after=n` and body of the live frames. `changes` are those after n, in order. */
export interface Slice { seq: number; changes: Change[]; state: ConversationState; now: Time }

// ---------------------------------------------------------------- live socket  /api/live
// Staff are known by cookie. Taxpayers send {type:'hello', token} first. The server pings; both sides treat 15 s of silence as dead.

export type FromClient =
  | { type: 'hello'; token: string }
  | { type: 'subscribe'; topic: string; after?: number }   // 'conversation:<id>' | 'desk' | 'wallboard'; overseers: 'listen:<id>' | 'asides:<id>'
  | { type: 'unsubscribe'; topic: string }
  | { type: 'post'; conversation: Id; client_id: Id; content: Content }
  | { type: 'typing'; conversation: Id }
  | { type: 'read'; conversation: Id; upto: number }
  | { type: 'ping' }

export type FromServer =
  | { type: 'welcome'; now: Time }
  | { type: 'slice'; topic: string; slice: Slice }            // snapshot and every later change: apply if changes[0].seq === mine + 1, else subscribe again with after: mine
  | { type: 'snapshot'; topic: 'desk'; data: Desk }
  | { type: 'snapshot'; topic: `asides:${string}`; data: Aside[] }
  | { type: 'snapshot'; topic: 'wallboard'; data: Wallboard }
  | { type: 'snapshot'; topic: 'calls'; data: LiveCalls }
  | { type: 'typing'; conversation: Id; by: Party }
  | { type: 'ack'; client_id: Id; seq: number }               // after the commit
  | { type: 'refused'; client_id: Id | null; topic: string | null; code: string; message: string }
  | { type: 'signed_out' }
  | { type: 'moving'; within_seconds: number }                // the process ends: come back on a new socket within so many seconds
  | { type: 'locked' }
  | { type: 'unlocked' }                                      // the socket closes with 4008 right after it
  | { type: 'ringing'; offers: number }                       // at a locked desk: so many offers, nothing of whom
  | { type: 'pong'; now: Time }

// ---------------------------------------------------------------- taxpayer's page (header Authorization: Bearer <token>)

// POST /api/visitors                          -> {token}
// GET  /api/welcome                           -> Welcome
// POST /api/conversations  Opening            -> Slice   (the visitor's open conversation, if there is one, else a new one)
// GET  /api/conversations/current             -> Slice | 204
// GET  /api/conversations/{id}?after=n&wait=s -> Slice   (long poll, wait ≤ 2 s; the fallback on bad networks)
// POST /api/conversations/{id}/posts          {client_id, content} -> {seq}     idempotent by client_id
// POST /api/conversations/{id}/files          multipart 'file' -> {file, name, size, type: 'picture'|'file'}
// GET  /api/conversations/{id}/files/{file}   -> the bytes (Bearer or cookie)
// POST /api/conversations/{id}/human          {keep_place?: bool} -> Slice      in hours: queue; outside: only with keep_place
// POST /api/conversations/{id}/leave-queue    -> Slice   (back to the assistant)
// POST /api/conversations/{id}/choice         {choice:'wait'|'later', phone?: string} -> Slice
// POST /api/conversations/{id}/solved         {seq, solved: bool} -> 204      (under the assistant's answer)
// POST /api/conversations/{id}/recall         {seq} -> Slice
// POST /api/conversations/{id}/end            -> Slice
// POST /api/conversations/{id}/rating         Rating -> Slice
// POST /api/messages                          LeftMessage -> {number, answer_due_at}
// GET  /api/matters                           -> Matter[]

export interface Welcome {
  now: Time
  service: { open: boolean; opens_at: Time | null; closes_at: Time | null; hours: string }
  /** Of the line in which the asker would be; null while it is not known which district that is. */
  queue: { waiting: number | null; expected_wait_seconds: number | null; is_staffed: boolean }
  systems: SystemItem[]
  hot_questions: { entry: string; question: string }[]
  districts: { id: Id; name: string }[]
  limits: { post_max_chars: number; attachment_max_bytes: number }
}
export interface SystemItem { code: string; name: string; short_name: string; state: string }
export interface Opening { client_id: Id; text: string; system?: string | null; district?: Id | null; credit_code?: string | null; name?: string | null; phone?: string | null; follows?: Id | null }
export interface Rating { satisfaction: 1 | 2 | 3 | 4 | 5; solved: boolean | null; tags: string[]; words: string }   // 5 = 非常满意
export interface LeftMessage { client_id: Id; text: string; name: string; phone: string; system?: string | null; conversation?: Id | null; wish?: 'answer' | 'callback' }
export interface Matter { kind: 'conversation' | 'message'; id: Id; number: string; title: string; state: string; at: Time; due_at: Time | null; answer: string | null; answered_at: Time | null }

// ---------------------------------------------------------------- desk (cookie)

// POST /api/session {number, password} -> Me · GET /api/session -> Me · DELETE /api/session
// GET  /api/desk -> Desk
// POST /api/desk/presence {presence:'available'|'break'|'away', why?}
// POST /api/offers/{id}/claim -> {conversation} · POST /api/offers/{id}/decline {reason}
// POST /api/conversations/{id}/wait-question {minutes, text?} -> Slice
// POST /api/conversations/{id}/transfer {to: staff id, note} -> {offer} · DELETE /api/conversations/{id}/transfer
// GET  /api/conversations/{id}/matter -> DialogueMatter
// PUT  /api/cases/{id} CaseForm -> CaseForm · POST /api/cases/{id}/close {outcome} -> CaseForm   (ends the conversation)
// POST /api/cases/{id}/decline {reason, text} -> CaseForm · POST /api/cases/{id}/answer-later {summary} -> CaseForm
// GET  /api/follow-ups -> FollowUp[] · POST /api/follow-ups/{id}/answer {text}
// GET  /api/messages -> StaffMessage[] · POST /api/messages/{id}/read · POST /api/messages/{id}/answer {text}
// GET  /api/colleagues -> Colleague[] (who could take a transfer now)
// GET  /api/phrases -> Phrases
// GET  /api/knowledge/search?q=&system=&limit= -> Hit[]

export interface Me { id: Id; number: string; name: string; role: string; role_name: string; home: string; organisation: string; due: Due[]; locked: boolean; idle_minutes: number }
/** What has to be done in a log-in before anything else works. */
export type Due = 'password' | 'second_factor'
export interface OfferCard { id: Id; conversation: Id; kind: 'queue' | 'transfer' | 'assigned'; asker: string; taxpayer: string | null; system: string | null; system_name: string | null; question: string; note: string | null; from_staff: string | null; offered_at: Time; due_at: Time; waited_seconds: number; assistant_turns: number; served_before: boolean }
export interface DialogueCard { id: Id; number: string; case: Id; asker: string; taxpayer: string | null; system: string | null; system_name: string | null; last: string; last_by: Party; last_at: Time; unread: number; clock: RunningClock | null; phase: Phase; online: boolean; missing: number; transfer_to: string | null; asked_by_system: boolean; supervisor: string | null; asides: Aside[] }
/** What passes beside a dialogue, for staff alone. */
export interface Aside { id: Id; at: Time; kind: 'whisper' | 'reply' | 'deed'; who: string; deed: string; words: string }
export interface Desk {
  now: Time
  presence: { state: 'available' | 'break' | 'wrap_up' | 'away'; since: Time; why: string; load: number; capacity: number }
  offers: OfferCard[]
  dialogues: DialogueCard[]        // what runs out first stands first
  calls: MyCalls
  unfiled_calls: UnfiledCall[]     // over, their case still open
  waiting: { count: number; longest_since: Time | null }
  promises: FollowUp[]             // follow-ups and messages of mine, by due time
  today: { handled: number; answered_in_time: number; answered: number; satisfied: number; rated: number; promises: number }
  missed: { at: Time; asker: string }[]
  told: { id: Id; at: Time; who: string; number: string; deed: string; words: string }[]   // what team leads did with dialogues of mine
  filing_until: string | null      // date
}
export interface FollowUp { id: Id; kind: 'follow_up' | 'message' | 'callback' | 'voice'; number: string; conversation: Id | null; case: Id | null; asker: string; phone: string | null; question: string; owner: string; due_at: Time; due_words: string; state: 'open' | 'answered'; overdue: boolean; read: boolean }
export interface StaffMessage extends FollowUp { text: string; read_due_at: Time | null; answer: string | null; call: Id | null; spoken_seconds: number | null }
export interface CaseForm { id: Id; number: string; system: string | null; kind: 'process' | 'operation' | null; topic: string | null; summary: string; outcome: 'answered' | 'later' | 'declined' | 'referred' | 'left' | null; state: 'open' | 'closed'; missing: string[]; opened_at: Time; owner: string | null }
export interface DialogueMatter {
  case: CaseForm
  taxpayer: { name: string | null; credit_code: string | null; district: string | null; phone: string | null; contact: string | null; known: boolean }
  earlier: { id: Id; number: string; at: Time; title: string; outcome: string }[]
  assistant_turns: number
  breaches: { kind: string; at: Time; who: string; why: string }[]
  interventions: Aside[]
}
export interface Colleague { id: Id; number: string; name: string; presence: string; load: number; capacity: number; systems: string[] }
export interface Phrases { standard: { shortcut: string; step: string; moment: string; text: string; way: Way }[]; forbidden: { words: string; category: string; instead: string }[]; decline_reasons: { code: string; text: string }[]; steps: { code: string; name: string; hint: string; call_hint: string; way: Way }[] }
/** Where something is said: written in a dialogue, spoken on the telephone, or either. */
export type Way = 'both' | 'chat' | 'call'
export interface Hit { entry: string; revision: number; title: string; answer: string; system: string; system_name: string; kind: string; topic: string; source: string; reviewed_on: string | null; valid_until: string | null; state: string; score: number }

// ---------------------------------------------------------------- wallboard (cookie)

export interface Rate { numerator: number; denominator: number; target: number | null }
export interface Wallboard {
  now: Time
  place: string
  on_duty: { present: number; rostered: number }
  burning: { conversation: Id | null; offer: Id | null; clock: RunningClock; label: string; staff: Id | null; staff_label: string }[]  // under 10 s
  longest: { conversation: Id | null; call: Id | null; since: Time; label: string; system_name: string | null } | null
  missed: { at: Time; staff_label: string; words: string }[]
  lost: { staff: Id; staff_label: string; since: Time; held: number; reassign_at: Time | null }[]
  rates: { code: 'response_30s' | 'online_connect' | 'satisfaction'; name: string; rate: Rate; note: string }[]
  queues: { code: string; name: string; waiting: number; longest_since: Time | null; expected_wait_seconds: number | null; free: number; on_duty: number; busy: number }[]
  of_no_district: number | null
  curve: { slots: string[]; today: number[]; earlier: number[]; earlier_label: string; slow: boolean[] }   // half hours
  consultants: { staff: Id; number: string; name: string; presence: string; state_words: string; since: Time; load: number; capacity: number; system_name: string | null; alarm: string | null; clock: RunningClock | null; dialogues: DialogueLine[]; why: string }[]
}
export interface DialogueLine { id: Id; number: string; label: string; system_name: string | null; phase: Phase; since: Time; staff: Id | null; staff_label: string; district: Id | null; provider: Id | null; team: Id | null; clock: RunningClock | null; supervisor: string | null; question: string }
/** GET /api/wallboard/tiers?by=district|team */
export interface TierRow { district: Id | null; district_name: string | null; provider: Id | null; provider_name: string | null; team: Id | null; team_name: string | null; waiting: number | null; running: number; taken: number; response: Rate; connect: Rate; satisfaction: Rate }
export interface Tiers { now: Time; place: string; usage: { served: number; peak: number; peak_at: Time | null; running: number; knowledge: { live: number; hits: Rate; gaps: number } | null }; rows: TierRow[] }
/** GET /api/wallboard/dialogues/{id}?after=n */
export interface Overseen { line: DialogueLine; slice: Slice; asides: Aside[] }
