/** How my phone stands, in words. */

import { w } from '../words'
import { lasting } from '../frame/when'
import type { Permission } from './devices'
import type { Standing, Talking } from './phone'

export interface Stands { standing: Standing; talking: Talking; extension: string; label: string; since: number }

/** A few words for the bar on top. */
export function inShort(stands: Stands, permission: Permission, now: number): string {
  if (stands.talking === 'ringing') return stands.label || w.phone.talking.ringing
  if (stands.talking === 'answering') return w.phone.talking.answering
  if (stands.talking === 'talking') return w.phone.talking.talking(lasting((now - stands.since) / 1000))
  if (stands.standing === 'microphone' && permission === 'none') return w.phone.standing.noMicrophone
  return stands.standing === 'ready' ? w.phone.standing.ready(stands.extension) : w.phone.standing[stands.standing]
}

/** A sentence or two: what it means and what can be done. The server's own words come first. */
export function atLength(stands: Stands, why: string, permission: Permission): string {
  if (stands.talking !== 'none') return w.phone.sentence.talking
  if (stands.standing === 'microphone') return w.phone.sentence.microphone + w.phone.permission[permission]
  return why || w.phone.sentence[stands.standing]
}

/** The mark before the words: shape and colour. */
export function markOf(stands: Stands): string {
  if (stands.talking !== 'none') return 'busy'
  return { ready: 'available', off: 'away', elsewhere: 'break', connecting: 'break', absent: 'away', cut: 'lost', refused: 'lost', microphone: 'lost' }[stands.standing]
}
