import { describe, expect, it } from 'vitest'
import type { StatutoryDay } from '../doors'
import { months, spans, workdays } from './year'

const day = (date: string, kind: StatutoryDay['kind'], name = '国庆节'): StatutoryDay => ({ day: date, year: 2026, name, kind, source: '' })
/** The State Council's days of 2026: off, and made up. */
const OFF = ['01-01', '01-02', '01-03', ...range('02', 15, 23), '04-04', '04-05', '04-06', ...range('05', 1, 5), '06-19', '06-20', '06-21', '09-25', '09-26', '09-27', ...range('10', 1, 7)]
const WORK = ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']
const DAYS = [...OFF.map((d) => day(`2026-${d}`, 'off')), ...WORK.map((d) => day(`2026-${d}`, 'work'))]

function range(month: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `${month}-${String(from + i).padStart(2, '0')}`)
}

describe('a year', () => {
  it('begins its weeks on Monday', () => {
    const [january] = months(2026, [])

    expect(january?.lead).toBe(3) // 1 January 2026 is a Thursday
    expect(january?.cells).toHaveLength(31)
    expect(months(2028, [])[1]?.cells).toHaveLength(29)
  })

  it('counts the workdays of 2026 by its notice: 59, 61, 66 and 62 in the quarters', () => {
    const drawn = months(2026, DAYS)

    expect([0, 3, 6, 9].map((from) => workdays(drawn.slice(from, from + 3)))).toEqual([59, 61, 66, 62])
  })

  it('lets the notice win over the weekend, both ways', () => {
    const cells = months(2026, DAYS).flatMap((m) => m.cells)
    const kind = (date: string): string | undefined => cells.find((one) => one.date === date)?.kind

    expect([kind('2026-01-04'), kind('2026-10-01'), kind('2026-10-11'), kind('2026-10-12')]).toEqual(['work', 'off', 'weekend', 'plain'])
  })

  it('joins neighbouring days of one holiday, across months too, and keeps others apart', () => {
    const found = spans([day('2026-05-01', 'off', '劳动节'), day('2026-04-30', 'off', '劳动节'), day('2026-05-09', 'work', '劳动节')])

    expect(found.map((one) => [one.from, one.to, one.days])).toEqual([['2026-04-30', '2026-05-01', 2], ['2026-05-09', '2026-05-09', 1]])
  })
})
