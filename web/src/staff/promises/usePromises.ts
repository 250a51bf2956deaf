/** What is promised: my follow-ups and the messages within my reach, as one list by due time. */

import { computed, ref, shallowRef, watch } from 'vue'
import { sentence } from '../../shared/http'
import { at } from '../../shared/time'
import type { FollowUp, StaffMessage } from '../../shared/types'
import { desk } from '../live/feed'
import { ask } from '../session/me'
import { joined, type Promised } from './list'

export function usePromises() {
  const all = shallowRef<Promised[] | null>(null)
  const trouble = ref('')

  async function load(): Promise<void> {
    try {
      const [followUps, messages] = await Promise.all([ask<FollowUp[]>('GET', '/api/follow-ups'), ask<StaffMessage[]>('GET', '/api/messages')])
      all.value = joined(followUps, messages)
      trouble.value = ''
    } catch (why) {
      trouble.value = sentence(why)
    }
  }
  const put = (news: Promised): void => {
    all.value = (all.value ?? []).map((one) => (one.id === news.id ? news : one)).sort((a, b) => at(a.due_at) - at(b.due_at))
  }
  // a promise made or kept elsewhere changes the desk as well
  watch(() => desk.value?.promises.map((one) => one.id + one.state + String(one.read)).join(), () => void load())
  void load()
  return { all: computed(() => all.value), trouble, load, put }
}
