/** Doors of recordings. */

import type { Id, Time } from '../../shared/types'

/** R11.2: a recording; `peaks` are the loudest of equal stretches, 0 to 255. */
export interface Recording { id: Id; call: Id | null; kind: 'talk' | 'message' | 'alone'; recorded_at: Time; seconds: number; is_silent: boolean; peaks: number[] }

export const soundOf = (recording: Id): string => `/api/recordings/${recording}/audio`
