/** Cover the pages of this log-in: by hand, or when nobody touched any of them for too long. The server covers its doors too. */

import { onScopeDispose } from 'vue'
import { ask as askServer } from '../../shared/http'
import { locked, me } from './me'

const TOUCHED = 'helpline.touched'
const LOOK_MS = 2_000
const GESTURES = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** Whether nobody touched a page of this browser for `minutes`; 0 is never. */
export const isIdle = (touched: number, now: number, minutes: number): boolean => minutes > 0 && now - touched >= minutes * 60_000

async function lock(idle: boolean): Promise<void> {
  locked.value = true // covered at once, whatever the network does
  await askServer('POST', '/api/session/lock', { body: { idle } }).catch(() => undefined) // tried again at the next look
}
export const lockNow = (): Promise<void> => lock(false)

export async function unlock(password: string): Promise<void> {
  await askServer('POST', '/api/session/unlock', { body: { password } })
  touch()
  locked.value = false
}

const touch = (): void => localStorage.setItem(TOUCHED, String(Date.now()))

/** Watch all tabs of this browser: a touch in one counts for all. Call once. */
export function keepLocking(): void {
  let last = 0
  const touched = (): void => {
    if (locked.value || Date.now() - last < LOOK_MS) return
    last = Date.now()
    touch()
  }
  const key = (event: KeyboardEvent): void => {
    if (!event.altKey || !event.shiftKey || event.code !== 'KeyL' || !me.value || locked.value) return
    event.preventDefault()
    event.stopPropagation()
    void lockNow()
  }
  const look = (): void => {
    if (!me.value || locked.value || me.value.due.length) return
    if (isIdle(Number(localStorage.getItem(TOUCHED) ?? Date.now()), Date.now(), me.value.idle_minutes)) void lock(true)
  }
  touch()
  GESTURES.forEach((name) => window.addEventListener(name, touched, { passive: true, capture: true }))
  window.addEventListener('keydown', key, { capture: true })
  const beat = setInterval(look, LOOK_MS)
  onScopeDispose(() => {
    clearInterval(beat)
    GESTURES.forEach((name) => window.removeEventListener(name, touched, { capture: true }))
    window.removeEventListener('keydown', key, { capture: true })
  })
}
