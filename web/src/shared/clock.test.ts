import { describe, expect, it } from 'vitest'
import { face, still } from './clock'
import { dayWords, dueWords, figure, hourMinute, momentWords, overWords, spanWords } from './time'

const START = Date.UTC(2026, 10, 10, 6, 0, 0) // Tuesday 14:00 in Shanghai
const iso = (s: number): string => new Date(START + s * 1000).toISOString()
const clock = (total: number) => ({ started_at: iso(0), due_at: iso(total) })
const faceAfter = (total: number, passed: number) => face(clock(total), START + passed * 1000)

describe('face', () => {
  it.each([
    [30, 8, 'ok', '余', '22 秒'],
    [30, 21, 'urgent', '余', '9 秒'],
    [120, 84, 'soon', '余', '36 秒'],
    [120, 112, 'urgent', '余', '8 秒'],
    [240, 85, 'ok', '余', '2:35'],
    [240, 241, 'missed', '超', '1 秒'],
    [3600 * 5, 3600 * 2, 'ok', '余', '3:00:00'],
    [240, 240 + 12 * 60, 'missed', '超', '12 分'],
  ])('of %i s after %i s is %s: %s %s', (total, passed, look, word, shown) => {
    const seen = faceAfter(total, passed)

    expect([seen.look, seen.word, seen.figure]).toEqual([look, word, shown])
  })

  it('empties its ring from whole to nothing', () => {
    expect(faceAfter(120, 0).p).toBe(1)
    expect(faceAfter(120, 60).p).toBe(0.5)
    expect(faceAfter(120, 500).p).toBe(0)
  })

  it('says the day beyond a day', () => {
    expect(faceAfter(3 * 86_400, 3600)).toMatchObject({ word: '', figure: '11 月 13 日（周五）14:00 前' })
  })

  it('stands still when kept or paused', () => {
    expect(still('kept', '14:51 到达')).toEqual({ look: 'kept', p: 1, word: '', figure: '14:51 到达' })
  })
})

describe('words of time', () => {
  const LATE = Date.UTC(2026, 10, 10, 15, 59, 0) // 23:59 in Shanghai, still the 10th

  it('is Shanghai\'s, also around midnight', () => {
    expect(hourMinute(LATE)).toBe('23:59')
    expect(dayWords(LATE, START)).toBe('今天')
    expect(dayWords(LATE + 60_000, START)).toBe('明天')
    expect(momentWords(Date.UTC(2027, 0, 4, 0, 30), START)).toBe('2027 年 1 月 4 日（周一）8:30')
    expect(dueWords(START + 3 * 3600_000, START)).toBe('今天 17:00 前')
  })

  it('counts in figures and in words', () => {
    expect([figure(59.2), figure(0), figure(-3), figure(3599)]).toEqual(['1:00', '0 秒', '0 秒', '59:59'])
    expect([spanWords(20), spanWords(170), spanWords(7200), spanWords(200_000)]).toEqual(['不到 1 分钟', '3 分钟', '2 小时', '2 天'])
    expect([overWords(-1), overWords(59), overWords(3600), overWords(90_000)]).toEqual(['0 秒', '59 秒', '1 小时', '1 天'])
  })
})
