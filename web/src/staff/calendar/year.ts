/** A year as it is drawn: months of weeks that begin on Monday, and how many days are worked. Pure. */

import type { StatutoryDay } from '../doors'

export interface Cell { date: string; day: number; kind: 'off' | 'work' | 'weekend' | 'plain'; name: string }
export interface Month { month: number; /** Empty cells before the first. */ lead: number; cells: Cell[] }

const two = (n: number): string => String(n).padStart(2, '0')
const SATURDAY = 5

/** Twelve months with what the notice makes of each day. */
export function months(year: number, days: readonly StatutoryDay[]): Month[] {
  const named = new Map(days.map((one) => [one.day, one]))
  return Array.from({ length: 12 }, (_, i) => {
    const last = new Date(Date.UTC(year, i + 1, 0)).getUTCDate()
    const cells = Array.from({ length: last }, (_, d) => cell(year, i + 1, d + 1, named))
    return { month: i + 1, lead: weekday(year, i + 1, 1), cells }
  })
}

/** 0 is Monday. */
const weekday = (year: number, month: number, day: number): number => (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7

function cell(year: number, month: number, day: number, named: Map<string, StatutoryDay>): Cell {
  const date = `${year}-${two(month)}-${two(day)}`
  const special = named.get(date)
  const weekend = weekday(year, month, day) >= SATURDAY
  const kind = special && special.kind !== 'ordinary' ? special.kind : weekend ? 'weekend' : 'plain'
  return { date, day, kind, name: special?.name ?? '' }
}

/** 工作日 of the year: Monday to Friday and made-up days, without days off. */
export const workdays = (drawn: readonly Month[]): number =>
  drawn.flatMap((month) => month.cells).filter((one) => one.kind === 'plain' || one.kind === 'work').length

/** Neighbouring days of one name and kind as spans, in order. */
export interface Span { from: string; to: string; name: string; kind: StatutoryDay['kind']; days: number }

export function spans(days: readonly StatutoryDay[]): Span[] {
  const found: Span[] = []
  for (const one of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const last = found.at(-1)
    if (last && last.name === one.name && last.kind === one.kind && next(last.to) === one.day) {
      last.to = one.day
      last.days += 1
    } else found.push({ from: one.day, to: one.day, name: one.name, kind: one.kind, days: 1 })
  }
  return found
}

const next = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
