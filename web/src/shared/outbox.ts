/**
 * What was written here and is not yet acknowledged. Kept in the browser's own storage, so that neither a lost network
 * nor a reload loses a line; sent again in order until the server has said it is on record. Shown once: by client_id.
 */

import { shallowRef, type ShallowRef } from 'vue'
import type { Content, Id } from './types'

/** sending: on its way; unsent: waits for a tap or a network; refused: the server said no, `why` says why. */
export interface Unsent { client_id: Id; conversation: Id; content: Content; written_at: number; state: 'sending' | 'unsent' | 'refused'; why: string }

/** A place that outlives the page. */
export interface Shelf { load(): Promise<Unsent[]>; put(one: Unsent): Promise<void>; drop(clientId: Id): Promise<void> }

/** Hand one line to the server; resolves after its commit. Throws a refusal (with `message`, `status`) or anything else for 'no answer'. */
export type Carry = (one: Unsent) => Promise<void>

export class Outbox {
  /** In the order written. */
  readonly waiting: ShallowRef<readonly Unsent[]> = shallowRef([])
  private running = false

  constructor(private readonly shelf: Shelf, private readonly carry: Carry, private readonly refusal: (trouble: unknown) => string | null) {}

  /** Bring back what an earlier page left. */
  async wake(): Promise<void> {
    const left = (await this.shelf.load()).sort((a, b) => a.written_at - b.written_at)
    const known = new Set(this.waiting.value.map((one) => one.client_id))
    this.waiting.value = [...left.filter((one) => !known.has(one.client_id)), ...this.waiting.value]
  }

  /** Write down and send. The line is shown from this moment on. */
  async add(conversation: Id, content: Content, clientId: Id, now: number): Promise<void> {
    const last = this.waiting.value.at(-1)?.written_at ?? 0
    const one: Unsent = { client_id: clientId, conversation, content, written_at: Math.max(now, last + 1), state: 'sending', why: '' }
    this.waiting.value = [...this.waiting.value, one]
    await this.shelf.put(one)
    await this.flush()
  }

  /** The server has it on record: by ack, or because it stands in the conversation. */
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
    this.mark(clientId, 'unsent')
    await this.flush()
  }

  /** Send what waits, one after the other, oldest first. A line without an answer stops the row, so order holds. */
  async flush(): Promise<void> {
    if (this.running) return
    this.running = true
    try {
      for (let one = this.next(); one; one = this.next()) {
        this.mark(one.client_id, 'sending')
        if (!(await this.tried(one))) break
      }
    } finally {
      this.running = false
    }
  }

  private next(): Unsent | undefined { return this.waiting.value.find((one) => one.state !== 'refused') }

  private async tried(one: Unsent): Promise<boolean> {
    try {
      await this.carry(one)
      this.acknowledged([one.client_id])
      return true
    } catch (trouble) {
      const why = this.refusal(trouble)
      if (why !== null) {
        this.mark(one.client_id, 'refused', why)
        return true
      }
      for (const rest of this.waiting.value) if (rest.state === 'sending') this.mark(rest.client_id, 'unsent')
      return false
    }
  }

  private mark(clientId: Id, state: Unsent['state'], why = ''): void {
    this.waiting.value = this.waiting.value.map((one) => (one.client_id === clientId ? { ...one, state, why } : one))
    const marked = this.waiting.value.find((one) => one.client_id === clientId)
    if (marked && state === 'refused') void this.shelf.put(marked)
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
