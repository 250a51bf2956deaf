/** The one socket of the staff pages, and my desk as it stands, for every page: an offer must be heard wherever one is. */

import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { heardNow } from '../../shared/clock'
import { sentence } from '../../shared/http'
import { Live } from '../../shared/live'
import type { Desk } from '../../shared/types'
import { ask, locked, lose, me, serves } from '../session/me'

export const live = new Live()

/** null until the first answer. */
export const desk = shallowRef<Desk | null>(null)
/** Why there is no desk, for people; empty when there is one. */
export const deskTrouble = ref('')
/** Offers that wait while the desk is locked; whose they are is not told. */
export const ringing = ref(0)

function take(news: Desk): void {
  heardNow(news.now)
  if (desk.value && news.now < desk.value.now) return // an older answer that was overtaken
  desk.value = news
  deskTrouble.value = ''
}

/** Ask for the desk now, after a deed of mine: the push may be a moment later. */
export async function refreshDesk(): Promise<void> {
  try {
    take(await ask<Desk>('GET', '/api/desk'))
  } catch (why) {
    if (!desk.value) deskTrouble.value = sentence(why)
    throw why
  }
}

/** Keep the socket open while somebody is signed in, and the desk fed while that person serves. Call once. */
export function keepFed(): void {
  let leave: (() => void) | null = null
  const stop = (): void => {
    leave?.()
    leave = null
    live.stop()
    desk.value = null
  }
  const deaf = live.listen((frame) => {
    if (frame.type === 'signed_out') lose()
    if (frame.type === 'locked') locked.value = true
    if (frame.type === 'unlocked') locked.value = false
    if (frame.type === 'ringing') ringing.value = frame.offers
  })
  watch(locked, (now) => {
    ringing.value = now && desk.value ? desk.value.offers.length + desk.value.calls.offers.length : 0
    if (!now && me.value && serves.value) void refreshDesk().catch(() => undefined) // the socket tells as well
  })
  const start = (): void => {
    live.line.value = 'connecting'
    live.start()
    if (!serves.value) return
    leave = live.follow({
      topic: 'desk',
      hear: (frame) => { if (frame.type === 'snapshot' && frame.topic === 'desk') take(frame.data) },
      poll: refreshDesk,
    })
    void refreshDesk().catch(() => undefined) // the socket tells as well; trouble is shown by deskTrouble
  }
  watch(() => me.value?.id, (id) => { stop(); if (id) start() }, { immediate: true })
  onScopeDispose(() => { stop(); deaf() })
}
