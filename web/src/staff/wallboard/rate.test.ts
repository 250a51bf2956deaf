import { describe, expect, it } from 'vitest'
import { standing } from './rate'

describe('a rate beside its target', () => {
  it('of nothing is neither good nor bad', () => {
    expect(standing({ numerator: 0, denominator: 0, target: 0.9 })).toMatchObject({ share: null, shown: '—', low: false })
  })

  it('says how many points it is above or below', () => {
    expect(standing({ numerator: 687, denominator: 734, target: 0.9 })).toMatchObject({ shown: '93.6%', low: false, tag: '≥ 90%', words: '目标 90%，目标以上 3.6 个百分点' })
    expect(standing({ numerator: 583, denominator: 734, target: 0.8 })).toMatchObject({ low: true, tag: '低于 80%', words: '目标 80%，差目标 0.6 个百分点' })
  })

  it('just at the target is kept, and without a target nothing is compared', () => {
    expect(standing({ numerator: 9, denominator: 10, target: 0.9 }).low).toBe(false)
    expect(standing({ numerator: 1, denominator: 2, target: null })).toMatchObject({ shown: '50.0%', tag: '', words: '' })
  })
})
