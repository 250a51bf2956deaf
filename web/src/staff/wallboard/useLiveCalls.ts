/** The calls and queues of my scope, for as long as the page is open. */

import { onScopeDispose, ref, shallowRef } from 'vue'
import { heardNow } from '../../shared/clock'
import { sentence } from '../../shared/http'
import type { LiveCalls } from '../calls/types'
import { live } from '../live/feed'
import { ask } from '../session/me'

export function useLiveCalls() {
  const calls = shallowRef<LiveCalls | null>(null)
  const trouble = ref('')

  function take(news: LiveCalls): void {
    heardNow(news.now)
    if (calls.value && news.now < calls.value.now) return
    calls.value = news
    trouble.value = ''
  }
  async function refresh(): Promise<void> {
    try {
      take(await ask<LiveCalls>('GET', '/api/wallboard/calls'))
    } catch (why) {
      if (!calls.value) trouble.value = sentence(why)
      throw why
    }
  }
  const again = (): void => void refresh().catch(() => undefined) // said by `trouble`
  onScopeDispose(live.follow({
    topic: 'calls',
    hear: (frame) => { if (frame.type === 'snapshot' && frame.topic === 'calls') take(frame.data) },
    poll: refresh,
  }))
  again()
  return { calls, trouble, again }
}
