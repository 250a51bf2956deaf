import { describe, expect, it } from 'vitest'
import { standing } from './entry'

const NOW = Date.parse('2026-11-10T06:00:00Z')
const look = (state: string, until: string | null): string => standing({ state, valid_until: until }, NOW).look

describe('standing of an entry', () => {
  it('is valid through its last day in Shanghai, and says 30 days before that it lapses', () => {
    expect(look('published', null)).toBe('ok')
    expect(look('published', '2026-12-11')).toBe('ok')
    expect(look('published', '2026-12-10')).toBe('soon')
    expect(look('published', '2026-11-10')).toBe('soon')
    expect(look('published', '2026-11-09')).toBe('urgent')
  })

  it('is never called valid before it is published', () => {
    expect(standing({ state: 'draft', valid_until: null }, NOW).words).toBe('草稿')
  })
})
