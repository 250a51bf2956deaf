/** The open conversation: followed live, kept for coming back, read marks sent as they become true. */

import { computed, onScopeDispose, ref, type Ref, shallowReactive, watch } from 'vue'
import { heardNow, useNow } from '../../shared/clock'
import { sentence } from '../../shared/http'
import { applySlice, type Held } from '../../shared/thread'
import type { FromServer, Id, Slice } from '../../shared/types'
import { live } from '../live/feed'
import { ask } from '../session/me'
import type { Outbox } from '../../shared/outbox'

const TYPING_MS = 6_000
const TYPING_EVERY_MS = 3_000

/** Follow the conversation `openId` names. `outbox` learns which of its lines stand on record. */
export function useTalk(openId: Ref<Id | null>, outbox: Ref<Outbox | null>) {
  const kept = shallowReactive(new Map<Id, Held>())
  const trouble = ref('')
  const typingUntil = ref(0)
  const now = useNow()
  const held = computed(() => (openId.value ? kept.get(openId.value) ?? null : null))
  const typing = computed(() => typingUntil.value > now.value)
  let readUpto = 0

  function take(slice: Slice): void {
    heardNow(slice.now)
    const { held: joined, gap, fresh } = applySlice(kept.get(slice.state.id) ?? null, slice)
    if (gap) return live.again(`conversation:${slice.state.id}`)
    if (joined) kept.set(slice.state.id, joined)
    if (fresh.some((change) => change.by === 'taxpayer')) typingUntil.value = 0
    outbox.value?.acknowledged(fresh.flatMap((change) => (change.kind === 'post' && change.client_id ? [change.client_id] : [])))
    trouble.value = ''
    markRead()
  }

  function hear(frame: FromServer): void {
    if (frame.type === 'slice') take(frame.slice)
    if (frame.type === 'typing' && frame.by === 'taxpayer') typingUntil.value = now.value + TYPING_MS
  }

  /** What stands before the eyes of the consultant is read; a hidden page reads nothing. */
  function markRead(): void {
    const mine = held.value
    const last = mine?.posts.filter((one) => one.by === 'taxpayer').at(-1)?.seq ?? 0
    if (!mine || document.hidden || last <= Math.max(readUpto, mine.state.read.consultant)) return
    if (live.send({ type: 'read', conversation: mine.state.id, upto: last })) readUpto = last
  }

  const fetchAfter = async (id: Id): Promise<void> => take(await ask<Slice>('GET', `/api/conversations/${id}?after=${kept.get(id)?.seq ?? 0}&wait=0`))

  /** Ask for what is missing, by HTTP. */
  async function refresh(): Promise<void> {
    const id = openId.value
    if (!id) return
    try {
      await fetchAfter(id)
    } catch (why) {
      if (openId.value === id && !kept.has(id)) trouble.value = sentence(why)
    }
  }

  let leave: (() => void) | null = null
  watch(openId, (id) => {
    leave?.()
    leave = null
    typingUntil.value = 0
    trouble.value = ''
    readUpto = 0
    if (!id) return
    leave = live.follow({ topic: `conversation:${id}`, after: () => kept.get(id)?.seq, hear, poll: () => fetchAfter(id) })
    if (!kept.has(id)) void refresh()
    markRead()
  }, { immediate: true })

  const deaf = live.listen((frame) => {
    if (frame.type === 'refused' && openId.value && frame.topic === `conversation:${openId.value}` && !held.value) trouble.value = frame.message
  })
  document.addEventListener('visibilitychange', markRead)
  onScopeDispose(() => {
    leave?.()
    deaf()
    document.removeEventListener('visibilitychange', markRead)
  })

  let told = 0
  /** Tell the other side that I write, at most every three seconds. */
  function tellTyping(): void {
    if (!openId.value || now.value - told < TYPING_EVERY_MS) return
    told = now.value
    live.send({ type: 'typing', conversation: openId.value })
  }

  return { held, trouble, typing, take, refresh, tellTyping }
}

export type Talk = ReturnType<typeof useTalk>
