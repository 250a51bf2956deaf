/** Clocks: what a promise looks like at a moment, and what the moment is by the server's time. */

import { onScopeDispose, readonly, ref, type Ref } from 'vue'
import { at, dueWords, figure, overWords } from './time'
import type { RunningClock, Time } from './types'

export type Look = 'ok' | 'soon' | 'urgent' | 'missed' | 'paused' | 'kept'

/** `p` is what is left of the ring, 1 to 0. `word` is 余, 超 or nothing where the figure has its own (…前). */
export interface Face { look: Look; p: number; word: string; figure: string }

const URGENT_S = 10
const URGENT_SHARE = 0.03
const URGENT_MOST_S = 600
const SOON_SHARE = 1 / 3
const DAY_S = 86_400

/** The last ten seconds of a short clock, the last minutes of a long one. */
function look(left: number, total: number): Look {
  if (left < 0) return 'missed'
  if (left <= Math.max(URGENT_S, Math.min(total * URGENT_SHARE, URGENT_MOST_S))) return 'urgent'
  return left <= total * SOON_SHARE ? 'soon' : 'ok'
}

/** The face of a running clock at `now` (milliseconds by the server's time). */
export function face(clock: Pick<RunningClock, 'started_at' | 'due_at'>, now: number): Face {
  const due = at(clock.due_at)
  const total = Math.max(1, (due - at(clock.started_at)) / 1000)
  const left = (due - now) / 1000
  const p = Math.min(1, Math.max(0, left / total))
  const seen = look(left, total)
  if (left < 0) return { look: seen, p, word: '超', figure: overWords(-left) }
  if (left >= DAY_S) return { look: seen, p, word: '', figure: dueWords(due, now) }
  return { look: seen, p, word: '余', figure: figure(left) }
}

/** Face of a promise that stands still: kept or paused. */
export const still = (kind: 'kept' | 'paused', words: string): Face => ({ look: kind, p: 1, word: '', figure: words })

let offset = 0

/** Learn the server's time from an answer's `now`. The quickest answers tell it best, so later ones only nudge it. */
export function heardNow(now: Time): void {
  const heard = at(now) - Date.now()
  offset = offset === 0 || Math.abs(heard - offset) > 2000 ? heard : Math.max(offset, heard)
}

/** The present by the server's time, in milliseconds. */
export const serverNow = (): number => Date.now() + offset

const shown = ref(serverNow())
let watchers = 0
let beat: ReturnType<typeof setInterval> | undefined

/** The present, moving each second while somebody looks at it. */
export function useNow(): Readonly<Ref<number>> {
  shown.value = serverNow()
  if (watchers++ === 0) beat = setInterval(() => { shown.value = serverNow() }, 1000)
  onScopeDispose(() => { if (--watchers === 0) clearInterval(beat) })
  return readonly(shown)
}
