/** The one conversation that the page shows: what is held of it, what is on its way, and who is typing. */

import { computed, ref, shallowRef } from 'vue'
import { heardNow } from '@/shared/clock'
import { Refusal, sentence } from '@/shared/http'
import { Live } from '@/shared/live'
import { Outbox } from '@/shared/outbox'
import { openShelf } from '@/shared/shelf'
import { applySlice, type Held } from '@/shared/thread'
import type { Change, FromServer, Id, Slice } from '@/shared/types'
import { keep, recall } from '../memory'
import { door, visitorToken } from '../visitor'
import { carrying } from './carrying'

const TYPING_SHOWN_MS = 5_000
const FLUSH_EVERY_MS = 3_000

export const held = shallowRef<Held | null>(null)
export const state = computed(() => held.value?.state ?? null)
export const phase = computed(() => held.value?.state.phase ?? null)
export const consultantTyping = ref(false)

/** The server's no to something that was tapped; shown until the next tap. */
export const trouble = ref('')
/** Name of the tap that waits for its answer. */
export const busy = ref('')

export const live = new Live({ token: visitorToken })
export const outbox: Outbox = new Outbox(
  openShelf('helpline-outbox'),
  carrying({ live, state: () => state.value, learn: (id, what) => outbox.learn(id, what), show, refresh }),
  (gone) => (gone instanceof Refusal ? gone.message : null),
)

/** Lines of this conversation that do not stand in it yet; of the last one here, while the server cannot be asked. */
export const unsentHere = computed(() => {
  const known = new Set(held.value?.posts.map((post) => post.client_id))
  const here = ['', held.value?.state.id ?? recall('conversation')]
  return outbox.waiting.value.filter((one) => here.includes(one.conversation) && !known.has(one.client_id))
})
export const unsentCount = computed(() => outbox.waiting.value.filter((one) => one.state === 'unsent').length)

type Arrival = (fresh: Change[]) => void
const arrivals = new Set<Arrival>()
/** Told of each change that is new and was not there when the conversation was opened. */
export const whenArrived = (told: Arrival): void => { arrivals.add(told) }

let unfollow: (() => void) | null = null
let typingOff: ReturnType<typeof setTimeout> | undefined

/** Take in what the server said. True if there was a hole and the rest must be asked for. */
export function take(slice: Slice): boolean {
  heardNow(slice.now)
  if (held.value && held.value.state.id !== slice.state.id) return false
  const first = held.value === null
  const joined = applySlice(held.value, slice)
  held.value = joined.held
  outbox.acknowledged(joined.fresh.flatMap((change) => (change.kind === 'post' && change.client_id ? [change.client_id] : [])))
  if (joined.fresh.some((change) => change.kind === 'post' && change.by === 'consultant')) consultantTyping.value = false
  if (!first && joined.fresh.length > 0) for (const told of arrivals) told(joined.fresh)
  return joined.gap
}

/** Show a conversation and keep up with it. */
export function show(slice: Slice): void {
  if (held.value?.state.id !== slice.state.id) showNone()
  if (take(slice)) void refresh(slice.state.id)
  keep('conversation', slice.state.id)
  follow(slice.state.id)
}

/** Show none: a new question starts a new conversation. */
export function showNone(): void {
  unfollow?.()
  unfollow = null
  held.value = null
}

function follow(id: Id): void {
  if (unfollow) return
  live.start()
  const poll = async (): Promise<void> => { await refresh(id, 2) }
  unfollow = live.follow({ topic: `conversation:${id}`, after: () => held.value?.seq ?? 0, hear: (frame) => hear(id, frame), poll })
}

function hear(id: Id, frame: FromServer): void {
  if (frame.type === 'slice' && take(frame.slice)) live.again(`conversation:${id}`)
  if (frame.type === 'typing' && frame.by === 'consultant') {
    consultantTyping.value = true
    clearTimeout(typingOff)
    typingOff = setTimeout(() => { consultantTyping.value = false }, TYPING_SHOWN_MS)
  }
}

/** Ask by HTTP for what came after mine; with `wait` the server answers when something comes. False: not the one shown. */
async function refresh(id: Id, wait = 0): Promise<boolean> {
  const after = held.value?.state.id === id ? held.value.seq : 0
  const slice = await door<Slice>('GET', `/api/conversations/${id}?after=${after}${wait ? `&wait=${wait}` : ''}`)
  if (held.value && held.value.state.id !== id) return false
  take(slice)
  return true
}

/** A tap: one door, its slice taken in, its refusal shown. True if it went well. */
export async function tap(name: string, work: () => Promise<Slice | undefined | void>): Promise<boolean> {
  if (busy.value) return false
  busy.value = name
  trouble.value = ''
  try {
    const slice = await work()
    if (slice) take(slice)
    return true
  } catch (gone) {
    trouble.value = sentence(gone)
    return false
  } finally {
    busy.value = ''
  }
}

/** Take up what an earlier page left unsent, and keep trying; once. */
export async function watchOutbox(): Promise<void> {
  live.listen((frame) => { if (frame.type === 'welcome') void outbox.flush() })
  addEventListener('online', () => void outbox.flush())
  setInterval(() => { if (unsentCount.value > 0) void outbox.flush() }, FLUSH_EVERY_MS)
  await outbox.wake()
}

/** The open conversation if there is one, else the last one seen here. Throws when nobody answers. */
export async function resume(): Promise<void> {
  if (!visitorToken()) return
  const open = await door<Slice | undefined>('GET', '/api/conversations/current')
  const last = recall('conversation')
  if (open) show(open)
  else if (last) await reopen(last)
}

/** Show one of my conversations again. One that is not mine any more is forgotten. */
export async function reopen(id: Id): Promise<void> {
  try {
    show(await door<Slice>('GET', `/api/conversations/${id}?after=0`))
  } catch (gone) {
    if (!(gone instanceof Refusal)) throw gone
    keep('conversation', null)
  }
}
