/** Days and times of the staff pages, in Shanghai's time. */

import { w } from '../words'

const SHANGHAI_AHEAD_MS = 8 * 3600_000
const two = (n: number): string => String(n).padStart(2, '0')
const local = (ms: number): Date => new Date(ms + SHANGHAI_AHEAD_MS)

/** '11 月 10 日 周二' */
export function dayWords(ms: number): string {
  const d = local(ms)
  return `${w.frame.day(d.getUTCMonth() + 1, d.getUTCDate())} ${w.frame.weekday[d.getUTCDay()]}`
}

/** '14:32:11' */
export function secondWords(ms: number): string {
  const d = local(ms)
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`
}

/** '10-14', with the year where it is not this one: '2025-10-14'. */
export function shortDay(ms: number, now: number): string {
  const d = local(ms)
  const day = `${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
  return d.getUTCFullYear() === local(now).getUTCFullYear() ? day : `${d.getUTCFullYear()}-${day}`
}

/** '2026-11-16' → '16 日' of this month's kind of words: '11 月 16 日'. */
export function isoDayWords(day: string): string {
  const [, month, date] = day.split('-').map(Number)
  return w.frame.day(month ?? 0, date ?? 0)
}

/** The year in Shanghai. */
export const yearOf = (ms: number): number => local(ms).getUTCFullYear()

/** '2026-11-10', the day in Shanghai. */
export function isoDay(ms: number): string {
  const d = local(ms)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
}

const MINUTE = 60
const HOUR = 3600

/** How long something lasts, running: '0:48', '2:05', '2:14:36'. */
export function lasting(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds))
  if (s < HOUR) return `${Math.floor(s / MINUTE)}:${two(s % MINUTE)}`
  return `${Math.floor(s / HOUR)}:${two(Math.floor((s % HOUR) / MINUTE))}:${two(s % MINUTE)}`
}

/** How long, in words: '9 秒', '2 分钟', '1 分 52 秒'. */
export function spoken(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  if (s < MINUTE) return `${s} 秒`
  const rest = s % MINUTE
  return rest === 0 ? `${s / MINUTE} 分钟` : `${Math.floor(s / MINUTE)} 分 ${rest} 秒`
}
