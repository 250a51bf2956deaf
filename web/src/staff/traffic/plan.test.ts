import { expect, test } from 'vitest'
import type { Slot } from './doors'
import { peak, seatHours } from './plan'

const slot = (start: string, seated: number): Slot => ({ start, calls: 1, load: 1, seated, scheduled: seated, answered: 1, in_time: 1, occupancy: 0.5 })

test('the peak is the first half hour that needs most', () => {
  expect(peak([slot('09:00', 2), slot('10:00', 5), slot('10:30', 5)])?.start).toBe('10:00')
  expect(peak([slot('09:00', 0)])).toBeNull()
  expect(peak([])).toBeNull()
})

test('two people in one half hour sit one hour', () => {
  expect(seatHours([slot('09:00', 2), slot('09:30', 1)])).toBe(1.5)
})
