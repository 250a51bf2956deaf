import { describe, expect, it } from 'vitest'
import type { Kind, Unit } from './doors'
import { branches } from './tree'

const unit = (id: string, kind: Kind, parent: string | null, closed: string | null = null): Unit => ({
  id, kind, parent_id: parent, name: id, short_name: '', code: '', address: '', longitude: null, latitude: null, since: null, closed_on: closed, provider_id: null, district_id: null, position: 0,
})
const CITY = [unit('p', 'provider', 'b'), unit('b', 'bureau', null), unit('d', 'district', 'b'), unit('h', 'hall', 'd'), unit('gone', 'hall', 'd', '2026-01-01')]

describe('the tree of organisations', () => {
  it('shows children of what is open, districts before providers', () => {
    expect(branches(CITY, new Set(['b', 'd']), '2026-11-10', false).map((line) => `${line.depth}${line.unit.id}`)).toEqual(['0b', '1d', '2h', '1p'])
    expect(branches(CITY, new Set(), '2026-11-10', false).map((line) => line.unit.id)).toEqual(['b'])
  })

  it('keeps what is closed, for who asks', () => {
    expect(branches(CITY, new Set(['b', 'd']), '2026-11-10', true).map((line) => line.unit.id)).toContain('gone')
    expect(branches(CITY, new Set(['b', 'd']), '2025-12-31', false).map((line) => line.unit.id)).toContain('gone')
  })

  it('lets what has no visible parent stand at the top', () => {
    expect(branches([unit('h', 'hall', 'nowhere')], new Set(), '2026-11-10', false)[0]?.depth).toBe(0)
  })
})
