/** R5.5: the steps of a call. A call-back begins with its own words instead of the greeting. */

import type { Phrases } from '../../shared/types'

export type Step = Phrases['steps'][number]
/** The walk of every call; what happens only now and then (waiting, passing on, apologising) is looked up in the tab. */
const WALK = ['greeting', 'identify', 'listen', 'confirm', 'answer', 'record', 'close'] as const

export function stepsOf(book: Phrases, direction: 'in' | 'out'): Step[] {
  const codes = direction === 'out' ? ['callback', ...WALK.slice(1)] : [...WALK]
  return codes.map((code) => book.steps.find((step) => step.code === code)).filter((step): step is Step => step !== undefined)
}

/** The place kept, or the last there is. */
export const begin = (steps: readonly Step[], place: number): number => Math.min(place, Math.max(0, steps.length - 1))
