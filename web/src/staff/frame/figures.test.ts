import { describe, expect, it } from 'vitest'
import { percent, sizeWords } from './figures'

describe('figures', () => {
  it('show nothing of nothing as a dash', () => {
    expect(percent(0, 0)).toBe('—')
    expect(percent(0, 5)).toBe('0.0%')
    expect(percent(37, 38)).toBe('97.4%')
  })

  it('show sizes in the unit people use', () => {
    expect([sizeWords(12), sizeWords(350_000), sizeWords(2_202_010)]).toEqual(['12 B', '342 KB', '2.1 MB'])
  })
})
