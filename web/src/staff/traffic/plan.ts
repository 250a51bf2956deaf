/** A planned day, in figures and words. Pure. */

import { w } from '../words'
import type { Slot } from './doors'

/** The half hour that needs most people; null where none needs any. */
export function peak(slots: readonly Slot[]): Slot | null {
  const most = slots.reduce<Slot | null>((best, slot) => (slot.seated > (best?.seated ?? 0) ? slot : best), null)
  return most
}

/** Hours at the seat, all people together. */
export const seatHours = (slots: readonly Slot[]): number => slots.reduce((sum, slot) => sum + slot.seated / 2, 0)

/** '10:30 起半小时 12 人' */
export function words(slots: readonly Slot[]): string {
  const most = peak(slots)
  return most ? `${w.traffic.staffing.peakAt(most.start)} ${most.seated}` : w.traffic.staffing.none
}
