import { describe, expect, it } from 'vitest'
import { isIdle } from './lock'

describe('when a page locks itself', () => {
  const minutes = (n: number): number => n * 60_000
  it('locks after so many minutes without a touch', () => {
    expect(isIdle(0, minutes(15) - 1, 15)).toBe(false)
    expect(isIdle(0, minutes(15), 15)).toBe(true)
  })
  it('never locks where the bureau said nought', () => { expect(isIdle(0, minutes(600), 0)).toBe(false) })
})
