/** Today's half hours against the same weekday, in words. Pure. */

import type { Wallboard } from '../../shared/types'
import { w } from '../words'

type Curve = Wallboard['curve']

/** The last half hour that is over: the running one would look like a fall. Null while none is. */
export function lastWhole(curve: Curve): number | null {
  const index = curve.today.length - 2
  return index >= 0 ? index : null
}

/** '14:00 起半小时 147，比同期多 17%' */
export function words(curve: Curve): string {
  const at = lastWhole(curve)
  const slot = at === null ? undefined : curve.slots[at]
  if (at === null || slot === undefined) return w.wallboard.curve.none
  const today = curve.today[at] ?? 0
  const earlier = curve.earlier[at]
  return w.wallboard.curve.point(slot, today) + (earlier ? compared(today / earlier - 1) : '')
}

function compared(change: number): string {
  const percent = `${Math.round(Math.abs(change) * 100)}%`
  if (percent === '0%') return w.wallboard.curve.same
  return change > 0 ? w.wallboard.curve.more(percent) : w.wallboard.curve.less(percent)
}

/** Runs of slow half hours, as first and last index. */
export function slowRuns(slow: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = []
  slow.forEach((is, i) => {
    const last = runs.at(-1)
    if (is && last && last[1] === i - 1) last[1] = i
    else if (is) runs.push([i, i])
  })
  return runs
}
