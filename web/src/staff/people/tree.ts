/** The organisations as a tree of lines, each with its depth. Pure. */

import type { Id } from '../../shared/types'
import type { Kind, Unit } from './doors'

export interface Branch { unit: Unit; depth: number; parent: Id | null; opens: boolean; isOpen: boolean }

/** What may be entered under what, and which kind stands under which. */
export const UNDER: Partial<Record<Kind, readonly Kind[]>> = { bureau: ['district', 'provider', 'office'], district: ['hall', 'branch'], provider: ['department'], department: ['team'] }
export const MOVES: readonly Kind[] = ['branch', 'hall', 'team']
const ORDER: readonly Kind[] = ['bureau', 'office', 'district', 'provider', 'branch', 'hall', 'department', 'team']

/** Lines to show: those whose parents are all open. What is closed for good is left out unless asked for. */
export function branches(units: readonly Unit[], open: ReadonlySet<Id>, today: string, withClosed: boolean): Branch[] {
  const seen = units.filter((unit) => withClosed || !unit.closed_on || unit.closed_on > today)
  const known = new Set(seen.map((unit) => unit.id))
  const under = new Map<Id | null, Unit[]>()
  for (const unit of seen) {
    const parent = unit.parent_id && known.has(unit.parent_id) ? unit.parent_id : null
    under.set(parent, [...(under.get(parent) ?? []), unit])
  }
  const lines: Branch[] = []
  const walk = (parent: Id | null, depth: number): void => {
    const children = [...(under.get(parent) ?? [])].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
    for (const unit of children) {
      const opens = under.has(unit.id)
      const isOpen = opens && open.has(unit.id)
      lines.push({ unit, depth, parent, opens, isOpen })
      if (isOpen) walk(unit.id, depth + 1)
    }
  }
  walk(null, 0)
  return lines
}
