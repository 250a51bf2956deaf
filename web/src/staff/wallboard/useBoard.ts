/** The wallboard as it stands, for as long as the page is open. */

import { onScopeDispose, ref, shallowRef } from 'vue'
import { heardNow } from '../../shared/clock'
import { Refusal, sentence } from '../../shared/http'
import type { Wallboard } from '../../shared/types'
import { live } from '../live/feed'
import { ask } from '../session/me'

export function useBoard() {
  const board = shallowRef<Wallboard | null>(null)
  const trouble = ref('')

  function take(news: Wallboard): void {
    heardNow(news.now)
    if (board.value && news.now < board.value.now) return
    board.value = news
    trouble.value = ''
  }
  async function refresh(): Promise<void> {
    try {
      take(await ask<Wallboard>('GET', '/api/wallboard'))
    } catch (why) {
      if (!board.value || why instanceof Refusal) trouble.value = sentence(why)
      throw why
    }
  }
  const again = (): void => void refresh().catch(() => undefined) // said by `trouble`
  const leave = live.follow({
    topic: 'wallboard',
    hear: (frame) => { if (frame.type === 'snapshot' && frame.topic === 'wallboard') take(frame.data) },
    poll: refresh,
  })
  again()
  onScopeDispose(leave)
  return { board, trouble, again }
}
