/** An offer must be noticed: by ear, by the title of the window, by the system's notification. */

import { computed, onScopeDispose, ref, watch } from 'vue'
import { askerOf } from '../calls/mine'
import { flashing } from '../frame/title'
import { desk, ringing } from '../live/feed'
import { chosen, soundThrough } from '../phone/devices'
import { locked } from '../session/me'
import { w } from '../words'

const SOUND = 'helpline.sound'
const RING_EVERY_MS = 3_000
const FLASH_MS = 1_000

export const soundOn = ref(localStorage.getItem(SOUND) !== 'off')
export const notices = ref(typeof Notification === 'undefined' ? 'denied' : Notification.permission)

let speaker: AudioContext | null = null

/** Browsers let a page sound only after somebody has touched it. */
const wake = (): void => {
  if (!speaker) {
    speaker = new AudioContext()
    void soundThrough(speaker as object, 'bell')
  }
  if (speaker.state === 'suspended') void speaker.resume()
}

/** Two short tones, the second higher; soft enough for a room full of people. */
function ring(): void {
  if (!speaker || speaker.state !== 'running' || !soundOn.value) return
  for (const [i, hertz] of [660, 880].entries()) {
    const begin = speaker.currentTime + i * 0.18
    const tone = new OscillatorNode(speaker, { frequency: hertz, type: 'sine' })
    const volume = new GainNode(speaker, { gain: 0 })
    volume.gain.setValueAtTime(0, begin)
    volume.gain.linearRampToValueAtTime(0.16, begin + 0.02)
    volume.gain.linearRampToValueAtTime(0, begin + 0.16)
    tone.connect(volume).connect(speaker.destination)
    tone.start(begin)
    tone.stop(begin + 0.17)
  }
}

/** Let me hear how it rings, by a click of mine. */
export function ringBell(): void {
  wake()
  ring()
}

function notify(body: string): void {
  if (notices.value !== 'granted' || !document.hidden) return
  const notice = new Notification(w.desk.notice.title, { body, tag: 'offer' })
  notice.onclick = () => { window.focus(); notice.close() }
}

export async function allowNotices(): Promise<void> {
  notices.value = await Notification.requestPermission()
}

export function toggleSound(): void {
  soundOn.value = !soundOn.value
  localStorage.setItem(SOUND, soundOn.value ? 'on' : 'off')
  if (soundOn.value) ring()
}

/** Ring while an offer waits, on whatever page. The words for screen readers come back, to stand in a live region. Call once. */
export function useAlarm() {
  /** Dialogues and calls that wait for my answer, each with what is said of it. */
  const offers = computed(() => [
    ...(desk.value?.calls.offers ?? []).map((one) => ({ id: one.id, said: w.calls.offer.said(askerOf(one.call)), told: askerOf(one.call) })),
    ...(desk.value?.offers ?? []).map((one) => ({ id: one.id, said: w.desk.offer.said(one.asker, one.question), told: `${one.asker} ${one.question}` })),
  ])
  const said = ref('')
  let beats: ReturnType<typeof setInterval>[] = []

  function calm(): void {
    beats.forEach(clearInterval)
    beats = []
    flashing.value = false
    said.value = ''
  }
  function alarm(): void {
    ring()
    beats = [setInterval(ring, RING_EVERY_MS), setInterval(() => { flashing.value = !flashing.value }, FLASH_MS)]
  }
  const waiting = computed(() => (locked.value ? 'x'.repeat(ringing.value) : offers.value.map((one) => one.id).join()))
  watch(waiting, (ids, before) => {
    calm()
    if (!ids) return
    alarm()
    if (locked.value) {
      said.value = w.session.lock.ringing(ringing.value)
      return notify(w.session.lock.ringing(ringing.value))
    }
    const fresh = offers.value.find((one) => !before?.includes(one.id))
    if (!fresh) return
    said.value = fresh.said
    notify(fresh.told)
  }, { immediate: true })

  const whispers = computed(() => (desk.value?.dialogues ?? []).flatMap((one) => one.asides.filter((line) => line.kind === 'whisper')))
  let heard: Set<string> | null = null
  watch(() => (desk.value ? whispers.value.map((one) => one.id).join() : null), (ids) => {
    if (ids === null) return
    const fresh = heard ? whispers.value.filter((one) => !heard?.has(one.id)) : []
    heard = new Set(whispers.value.map((one) => one.id))
    const last = fresh.at(-1)
    if (!last) return
    ring()
    said.value = w.talk.aside.said(last.who, last.words)
    notify(said.value)
  }, { immediate: true })

  watch(() => chosen.bell, () => { if (speaker) void soundThrough(speaker as object, 'bell') })
  const gestures = ['keydown', 'pointerdown'] as const
  gestures.forEach((name) => window.addEventListener(name, wake, { passive: true }))
  onScopeDispose(() => {
    calm()
    gestures.forEach((name) => window.removeEventListener(name, wake))
  })
  return { said }
}
