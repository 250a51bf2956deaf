/**
 * What was written here and is not yet acknowledged. Kept in the browser's own storage, so that neither a lost network
 * nor a reload loses a line; sent again in order until the server has said it is on record. Shown once: by client_id.
 */

import { shallowRef, type ShallowRef } from 'vue'
import { last } from './last'
import type { Content, Id, Opening } from './types'

/**
 * sending: on its way; unsent: waits for a network or a tap; refused: the server said no, `why` says why;
 * sent: on record, shown from here only until it stands in the conversation.
 */
export type Way = 'sending' | 'unsent' | 'refused' | 'sent'

export interface Unsent {
  client_id: Id
  conversation: Id // '' while the conversation itself is not open yet
  content: Content
  written_at: number
  state: Way
  why: string
  opening?: Pick<Opening, 'system' | 'district' | 'follows'> // goes along if this line opens the conversation
  bytes?: Blob // of a picture or file that is not uploaded yet
}

/** A place that outlives the page. */
export interface Shelf { load(): Promise<Unsent[]>; put(one: Unsent): Promise<void>; drop(clientId: Id): Promise<void> }

/** Hands one line to the server; resolves after its commit. */
export type Carry = (one: Unsent) => Promise<void>

export class Outbox {
  /** In the order written. */
  readonly waiting: ShallowRef<readonly Unsent[]> = shallowRef([])
  private running = false

  /** `refusal` tells a refusal's sentence from the lack of an answer (null). */
  constructor(private readonly shelf: Shelf, private readonly carry: Carry, private readonly refusal: (trouble: unknown) => string | null) {}

  /** Bring back what an earlier page left. */
  async wake(): Promise<void> {
    const left = (await this.shelf.load())
      .sort((a, b) => a.written_at - b.written_at)
      .map((one): Unsent => (one.state === 'refused' ? one : { ...one, state: 'unsent' }))
    const known = new Set(this.waiting.value.map((one) => one.client_id))
    this.waiting.value = [...left.filter((one) => !known.has(one.client_id)), ...this.waiting.value]
  }

  /** Write down and send. The line is shown from this moment on. */
  async add(line: Pick<Unsent, 'client_id' | 'conversation' | 'content' | 'opening' | 'bytes'>, now: number): Promise<void> {
    const before = last(this.waiting.value)?.written_at ?? 0
    const one: Unsent = { ...line, written_at: Math.max(now, before + 1), state: 'sending', why: '' }
    this.waiting.value = [...this.waiting.value, one]
    await this.shelf.put(one)
    await this.flush()
  }

  /** These stand in the conversation now. */
  acknowledged(clientIds: Iterable<Id>): void {
    const gone = new Set(clientIds)
    const done = this.waiting.value.filter((one) => gone.has(one.client_id))
    if (done.length === 0) return
    this.waiting.value = this.waiting.value.filter((one) => !gone.has(one.client_id))
    for (const one of done) void this.shelf.drop(one.client_id)
  }

  /** Give a line up. */
  discard(clientId: Id): void { this.acknowledged([clientId]) }

  /** A tap on 未发出，点此重发. */
  async again(clientId: Id): Promise<void> {
    this.change(clientId, { state: 'unsent', why: '' })
    await this.flush()
  }

  /** Note what is learned of a line on the way: its uploaded file, its conversation. Survives a reload. */
  async learn(clientId: Id, what: Partial<Pick<Unsent, 'content' | 'conversation' | 'bytes' | 'opening'>>): Promise<void> {
    const one = this.change(clientId, what)
    if (one) await this.shelf.put(one)
  }

  /** Send what waits, one after the other, oldest first. A line without an answer stops the row, so order holds. */
  async flush(): Promise<void> {
    if (this.running) return
    this.running = true
    try {
      for (let one = this.next(); one; one = this.next()) {
        this.change(one.client_id, { state: 'sending' })
        if (!(await this.tried(one))) break
      }
    } finally {
      this.running = false
    }
  }

  private next(): Unsent | undefined { return this.waiting.value.find((one) => one.state === 'sending' || one.state === 'unsent') }

  private async tried(one: Unsent): Promise<boolean> {
    try {
      await this.carry(one)
    } catch (trouble) {
      const why = this.refusal(trouble)
      if (why === null) {
        for (const rest of this.waiting.value) if (rest.state === 'sending') this.change(rest.client_id, { state: 'unsent' })
        return false
      }
      const refused = this.change(one.client_id, { state: 'refused', why })
      if (refused) await this.shelf.put(refused)
      return true
    }
    this.change(one.client_id, { state: 'sent' })
    await this.shelf.drop(one.client_id)
    return true
  }

  private change(clientId: Id, what: Partial<Unsent>): Unsent | undefined {
    this.waiting.value = this.waiting.value.map((one) => (one.client_id === clientId ? { ...one, ...what } : one))
    return this.waiting.value.find((one) => one.client_id === clientId)
  }
}

/** An id made in the page, so that sending twice is sending once. */
export function newClientId(): Id {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const b = crypto.getRandomValues(new Uint8Array(16)) // plain http has no randomUUID
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
