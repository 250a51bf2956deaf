/** My dialogues as they stand in the left column, and which of them is open. */

import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { DialogueCard, Id } from '../../shared/types'
import { type CallCard, callCards } from '../calls/mine'
import { desk } from '../live/feed'
import { arrange, byClock, neighbour } from './order'

export type MineCard = DialogueCard | CallCard
export const isCall = (card: MineCard): card is CallCard => 'channel' in card

const same = (a: readonly Id[], b: readonly Id[]): boolean => a.length === b.length && a.every((id, i) => id === b[i])

/** What is open stands in the address (`?d=` a dialogue, `?c=` a call), so that a reload comes back to it. */
export function useMine() {
  const route = useRoute()
  const router = useRouter()
  const held = ref(false)
  const shown = ref<Id[]>([])
  const all = computed<MineCard[]>(() => (desk.value ? [...callCards(desk.value.calls, desk.value.unfiled_calls), ...desk.value.dialogues] : []))
  const cards = computed(() => arrange(shown.value, all.value, held.value))
  watch(cards, (list) => {
    const ids = list.map((card) => card.id)
    if (!same(ids, shown.value)) shown.value = ids
  }, { immediate: true })

  const inAddress = (name: 'c' | 'd'): Id | null => (typeof route.query[name] === 'string' ? route.query[name] : null)
  /** The open dialogue, and the open call: never both. */
  const openId = computed(() => inAddress('d'))
  const openCall = computed(() => (openId.value ? null : inAddress('c')))
  const openAny = computed(() => openId.value ?? openCall.value)
  const card = computed(() => (cards.value.find((one) => !isCall(one) && one.id === openId.value) ?? null) as DialogueCard | null)
  const call = computed(() => (cards.value.find((one) => isCall(one) && one.id === openCall.value) ?? null) as CallCard | null)

  const open = (id: Id | null): void => {
    if (id === openAny.value) return
    const one = cards.value.find((each) => each.id === id)
    void router.replace({ name: 'desk', query: !id ? {} : one && isCall(one) ? { c: id } : { d: id } })
  }
  const mostUrgent = (): void => open(byClock(cards.value)[0]?.id ?? null)
  const step = (by: 1 | -1): void => open(neighbour(shown.value, openAny.value, by))

  let first = true
  watch(desk, (now) => {
    if (!now || !first) return
    first = false
    if (!card.value && !call.value) mostUrgent()
  }, { immediate: true })

  // R5.5: a call that I picked up stands open at once, with its form
  watch(() => desk.value?.calls.call?.id, (id, before) => { if (id && id !== before && !first) open(id) })

  return { cards, card, call, openId, openCall, openAny, held, open, mostUrgent, step }
}
