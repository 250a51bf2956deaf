/** My dialogues as they stand in the left column, and which of them is open. */

import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Id } from '../../shared/types'
import { desk } from '../live/feed'
import { arrange, byClock, neighbour } from './order'

const same = (a: readonly Id[], b: readonly Id[]): boolean => a.length === b.length && a.every((id, i) => id === b[i])

/** The open dialogue stands in the address (`?d=`), so that a reload comes back to it. */
export function useMine() {
  const route = useRoute()
  const router = useRouter()
  const held = ref(false)
  const shown = ref<Id[]>([])
  const cards = computed(() => arrange(shown.value, desk.value?.dialogues ?? [], held.value))
  watch(cards, (list) => {
    const ids = list.map((card) => card.id)
    if (!same(ids, shown.value)) shown.value = ids
  }, { immediate: true })

  const openId = computed(() => (typeof route.query.d === 'string' ? route.query.d : null))
  const card = computed(() => cards.value.find((one) => one.id === openId.value) ?? null)

  const open = (id: Id | null): void => {
    if (id !== openId.value) void router.replace({ name: 'desk', query: id ? { d: id } : {} })
  }
  const mostUrgent = (): void => open(byClock(cards.value)[0]?.id ?? null)
  const step = (by: 1 | -1): void => open(neighbour(shown.value, openId.value, by))

  let first = true
  watch(desk, (now) => {
    if (!now || !first) return
    first = false
    if (!card.value) mostUrgent()
  }, { immediate: true })

  return { cards, card, openId, held, open, mostUrgent, step }
}
