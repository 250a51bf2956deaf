import { expect, test } from 'vitest'
import { bars, moved, path } from './wave'

test('each bar is the loudest of its stretch, and a short sound has fewer', () => {
  expect(bars([0, 255, 51, 0], 2)).toEqual([1, 0.2])
  expect(bars([255], 100)).toEqual([1])
  expect(bars([], 100)).toEqual([])
})

test('silence is drawn as a line of dots', () => {
  expect(path([0, 1])).toBe('M0.5 0.970V1.030M1.5 0.000V2.000')
})

test('keys move within the sound, others mean nothing', () => {
  expect(moved('ArrowRight', 3, 60)).toBe(8)
  expect(moved('ArrowLeft', 3, 60)).toBe(0)
  expect(moved('PageUp', 50, 60)).toBe(60)
  expect(moved('End', 0, 60)).toBe(60)
  expect(moved('a', 0, 60)).toBeNull()
})
