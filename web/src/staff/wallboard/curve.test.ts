import { describe, expect, it } from 'vitest'
import { lastWhole, slowRuns, words } from './curve'

const curve = (today: number[], earlier: number[]) => ({ slots: ['14:00', '14:30', '15:00'], today, earlier, earlier_label: '上周二', slow: [] })

describe('the curve in words', () => {
  it('speaks of the last half hour that is over, not of the running one', () => {
    expect(lastWhole(curve([147, 3], [126, 130, 99]))).toBe(0)
    expect(words(curve([147, 3], [126, 130, 99]))).toBe('14:00 起半小时 147，比同期多 17%')
    expect(words(curve([10, 0], [20, 0, 0]))).toBe('14:00 起半小时 10，比同期少 50%')
    expect(words(curve([10, 0], [10, 0, 0]))).toBe('14:00 起半小时 10，与同期持平')
  })

  it('compares with nothing where nothing was, and says nothing before the first half hour is over', () => {
    expect(words(curve([10, 0], [0, 0, 0]))).toBe('14:00 起半小时 10')
    expect(words(curve([3], [1, 2, 3]))).toBe('今天还没有来量')
  })

  it('joins slow half hours into runs', () => {
    expect(slowRuns([false, true, true, false, true])).toEqual([[1, 2], [4, 4]])
    expect(slowRuns([])).toEqual([])
  })
})
