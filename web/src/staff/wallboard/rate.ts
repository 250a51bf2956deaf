/** A rate beside its target. Pure. */

import type { Rate } from '../../shared/types'
import { percent } from '../frame/figures'
import { w } from '../words'

/** `share` 0 to 1, null of nothing. `low`: under the target. `words` compare with it, empty without one. */
export interface Standing { share: number | null; shown: string; low: boolean; tag: string; words: string }

/** Targets come as a share (0.9). Difference in points with one decimal, as the shown figures have. */
export function standing(rate: Rate): Standing {
  const shown = percent(rate.numerator, rate.denominator)
  if (rate.denominator === 0) return { share: null, shown, low: false, tag: '', words: w.wallboard.empty }
  const share = rate.numerator / rate.denominator
  if (rate.target === null) return { share, shown, low: false, tag: '', words: '' }
  const low = share < rate.target
  const target = `${Number((rate.target * 100).toFixed(1))}%`
  const points = Math.abs((share - rate.target) * 100).toFixed(1)
  return {
    share, shown, low, tag: (low ? w.wallboard.under : w.wallboard.atLeast)(target),
    words: `${w.wallboard.target(target)}，${(low ? w.wallboard.below : w.wallboard.above)(points)}`,
  }
}
