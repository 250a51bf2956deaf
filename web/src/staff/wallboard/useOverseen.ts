/** One dialogue with the eyes of its overseer: followed live, read only. Opening it is on record. */

import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import { heardNow } from '../../shared/clock'
import { sentence } from '../../shared/http'
import { applySlice, type Held } from '../../shared/thread'
import type { Aside, DialogueLine, FromServer, Id, Slice } from '../../shared/types'
import { live } from '../live/feed'
import { look } from './interventions'

export function useOverseen(openId: Ref<Id | null>) {
  const held = shallowRef<Held | null>(null)
  const asides = shallowRef<Aside[]>([])
  const line = shallowRef<DialogueLine | null>(null)
  const trouble = ref('')

  function take(slice: Slice): void {
    heardNow(slice.now)
    const { held: joined, gap } = applySlice(held.value, slice)
    if (gap) return live.again(`listen:${slice.state.id}`)
    if (joined) held.value = joined
    trouble.value = ''
  }
  /** By HTTP: at the opening, after a deed, and where the socket does not hold. */
  async function refresh(): Promise<void> {
    const id = openId.value
    if (!id) return
    try {
      const seen = await look(id, held.value?.seq ?? 0)
      if (openId.value !== id) return
      line.value = seen.line
      asides.value = seen.asides
      take(seen.slice)
    } catch (why) {
      if (openId.value === id) trouble.value = sentence(why)
      throw why
    }
  }
  const again = (): void => void refresh().catch(() => undefined) // said by `trouble`

  let leave: (() => void)[] = []
  const stop = (): void => { leave.forEach((one) => one()); leave = [] }
  watch(openId, (id) => {
    stop()
    held.value = null
    asides.value = []
    line.value = null
    trouble.value = ''
    if (!id) return
    const hearAsides = (frame: FromServer): void => { if (frame.type === 'snapshot' && frame.topic.startsWith('asides:')) asides.value = frame.data as Aside[] }
    leave = [
      live.follow({ topic: `listen:${id}`, after: () => held.value?.seq, hear: (frame) => { if (frame.type === 'slice') take(frame.slice) }, poll: refresh }),
      live.follow({ topic: `asides:${id}`, hear: hearAsides }),
      live.listen((frame) => { if (frame.type === 'refused' && frame.topic === `listen:${id}`) trouble.value = frame.message }),
    ]
    again()
  }, { immediate: true })
  onScopeDispose(stop)
  return { held, asides, line, trouble, refresh, again }
}
