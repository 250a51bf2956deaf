/** How an entry of the knowledge base stands today, in a word and a look. Pure. */

import type { Hit } from '../../shared/types'
import { w } from '../words'
import { isoDay } from './when'

const SOON_DAYS = 30
const DAY_MS = 86_400_000

/** Valid through its last day; a published entry that lapses within 30 days says so. */
export function standing(entry: Pick<Hit, 'state' | 'valid_until'>, now: number): { words: string; look: 'ok' | 'soon' | 'urgent' | '' } {
  const words = w.side.knowledge.state
  if (entry.state !== 'published') return { words: w.knowledge.states[entry.state] ?? words.other, look: entry.state === 'lapsed' ? 'urgent' : '' }
  if (!entry.valid_until) return { words: words.published, look: 'ok' }
  if (entry.valid_until < isoDay(now)) return { words: words.lapsed, look: 'urgent' }
  return entry.valid_until <= isoDay(now + SOON_DAYS * DAY_MS) ? { words: words.lapsing, look: 'soon' } : { words: words.published, look: 'ok' }
}
