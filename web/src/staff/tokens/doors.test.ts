import { describe, expect, it } from 'vitest'
import { stateOf, type Token } from './doors'

const token = (over: Partial<Token>): Token => ({
  id: 't', name: '看板大屏', rights: ['measures:read'], district_id: null, provider_id: null,
  issued_at: '2026-11-10T06:00:00Z', expires_at: '2026-12-10T06:00:00Z', last_used_at: null, revoked_at: null, ...over,
})

describe('the state of a token', () => {
  it('runs until its last moment, and no longer', () => {
    expect(stateOf(token({}), Date.parse('2026-12-10T05:59:59Z'))).toBe('runs')
    expect(stateOf(token({}), Date.parse('2026-12-10T06:00:00Z'))).toBe('expired')
  })
  it('is revoked for good, whatever its end', () => {
    expect(stateOf(token({ revoked_at: '2026-11-11T06:00:00Z' }), Date.parse('2026-11-12T06:00:00Z'))).toBe('revoked')
  })
})
