/** What the taxpayer can do in a conversation. */

import { serverNow } from '@/shared/clock'
import { last } from '@/shared/last'
import { newClientId } from '@/shared/outbox'
import type { Opening, Rating, Slice } from '@/shared/types'
import { taxpayer as words } from '@/locales/zh/taxpayer'
import { keep, recall } from '../memory'
import { door } from '../visitor'
import { held, live, outbox, showNone, state, tap } from './state'
import { sizeWords } from './sizes'

const TYPING_EVERY_MS = 3_000
let typedAt = 0
let readSent = 0

const here = (): string => state.value?.id ?? ''
const open = (): string => (state.value && state.value.phase !== 'ended' ? state.value.id : '')

type Where = Pick<Opening, 'system' | 'district' | 'follows'>

/** Say something: in the open conversation, else it opens one. Shown at once, sent when it can be. */
export function say(text: string, where: Where = {}, entry: string | null = null): void {
  const content = entry ? { type: 'text' as const, text, entry } : { type: 'text' as const, text }
  void outbox.add({ client_id: newClientId(), conversation: open(), content, opening: where }, serverNow())
}

/** A new question from the first page; the pictures go after the words. */
export function begin(text: string, files: File[], where: Where): void {
  if (!open()) showNone()
  if (text) say(text, where)
  for (const file of files) attach(file, where)
}

/** What cannot be sent is told before it is sent; null if it can. */
export function unfit(file: File, most: number | undefined): string | null {
  if (file.size === 0) return words.attach.empty(file.name)
  if (most && file.size > most) return words.attach.too_big(file.name, sizeWords(file.size), sizeWords(most))
  return null
}

/** A picture or file that `unfit` let pass. */
export function attach(bytes: File, where: Where = {}): void {
  const type = bytes.type.startsWith('image/') ? ('picture' as const) : ('file' as const)
  const content = { type, file: '', name: bytes.name, size: bytes.size }
  void outbox.add({ client_id: newClientId(), conversation: open(), content, opening: where, bytes }, serverNow())
}

const post = (name: string, body?: unknown) => tap(name, () => door<Slice>('POST', `/api/conversations/${here()}/${name}`, { body: body ?? {} }))

export const askHuman = (keepPlace = false): Promise<boolean> => post('human', keepPlace ? { keep_place: true } : {})
export const leaveQueue = (): Promise<boolean> => post('leave-queue')
export const choose = (choice: 'wait' | 'later', phone?: string): Promise<boolean> => post('choice', phone ? { choice, phone } : { choice })
export const recallPost = (seq: number): Promise<boolean> => post('recall', { seq })
export const end = (): Promise<boolean> => post('end')
export const rate = (rating: Rating): Promise<boolean> => post('rating', rating)

/** Whether the assistant's answer solved it; remembered here, so that it is asked once. */
export async function judge(seq: number, solved: boolean): Promise<boolean> {
  const done = await tap('solved', () => door<void>('POST', `/api/conversations/${here()}/solved`, { body: { seq, solved } }))
  if (done) keep('judged', JSON.stringify({ ...judged(), [`${here()}:${seq}`]: solved }))
  return done
}

function judged(): Record<string, boolean> {
  try {
    return JSON.parse(recall('judged') ?? '{}') as Record<string, boolean>
  } catch {
    return {}
  }
}

export const judgement = (seq: number): boolean | null => judged()[`${here()}:${seq}`] ?? null

/** Told while keys are hit; passed on at most every three seconds, and only when somebody is there to see it. */
export function typing(): void {
  if (state.value?.phase !== 'active' || Date.now() - typedAt < TYPING_EVERY_MS) return
  typedAt = Date.now()
  live.send({ type: 'typing', conversation: here() })
}

/** All that is held was seen. */
export function markRead(): void {
  const upto = last(held.value?.posts ?? [])?.seq ?? 0
  if (upto <= Math.max(readSent, state.value?.read.taxpayer ?? 0)) return
  if (live.send({ type: 'read', conversation: here(), upto })) readSent = upto
}

/** The mark belongs to one conversation. */
export const forgetRead = (): void => { readSent = 0 }
