/** Wall-clock words. People read Shanghai's time, whatever their machine is set to. */

import type { Time } from './types'

const SHANGHAI_AHEAD_MS = 8 * 3600_000 // no summer time since 1991
const DAY_MS = 86_400_000
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const
const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

const two = (n: number): string => String(n).padStart(2, '0')
const local = (ms: number): Date => new Date(ms + SHANGHAI_AHEAD_MS)
const dayNumber = (ms: number): number => Math.floor((ms + SHANGHAI_AHEAD_MS) / DAY_MS)

/** Milliseconds since 1970 of a time that came from the server. */
export const at = (time: Time): number => Date.parse(time)

/** '14:31', '8:30' */
export function hourMinute(ms: number): string {
  const d = local(ms)
  return `${d.getUTCHours()}:${two(d.getUTCMinutes())}`
}

/** '今天', '明天', '昨天', '后天', else '11 月 12 日（周四）', with the year where it is another one. */
export function dayWords(ms: number, now: number): string {
  const near = ['昨天', '今天', '明天', '后天'][dayNumber(ms) - dayNumber(now) + 1]
  if (near) return near
  const d = local(ms)
  const year = d.getUTCFullYear() === local(now).getUTCFullYear() ? '' : `${d.getUTCFullYear()} 年 `
  return `${year}${d.getUTCMonth() + 1} 月 ${d.getUTCDate()} 日（周${WEEKDAYS[d.getUTCDay()]}）`
}

/** '今天 14:31', '11 月 12 日（周四）14:33' */
export function momentWords(ms: number, now: number): string {
  const day = dayWords(ms, now)
  return `${day}${day.endsWith('）') ? '' : ' '}${hourMinute(ms)}`
}

/** '今天 17:00 前' */
export const dueWords = (ms: number, now: number): string => `${momentWords(ms, now)} 前`

/** A running figure: '36 秒', '2:35', '3:08:00'. Past a day it is not a figure: use `dueWords`. */
export function figure(seconds: number): string {
  const s = Math.max(0, Math.ceil(seconds))
  if (s < MINUTE) return `${s} 秒`
  if (s < HOUR) return `${Math.floor(s / MINUTE)}:${two(s % MINUTE)}`
  return `${Math.floor(s / HOUR)}:${two(Math.floor((s % HOUR) / MINUTE))}:${two(s % MINUTE)}`
}

/** A span in whole words: '不到 1 分钟', '3 分钟', '2 小时', '3 天'. */
export function spanWords(seconds: number): string {
  if (seconds < MINUTE) return '不到 1 分钟'
  if (seconds < HOUR) return `${Math.round(seconds / MINUTE)} 分钟`
  if (seconds < DAY) return `${Math.round(seconds / HOUR)} 小时`
  return `${Math.round(seconds / DAY)} 天`
}

/** How far past: '12 秒', '12 分', '3 小时', '2 天'. */
export function overWords(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds))
  if (s < MINUTE) return `${s} 秒`
  if (s < HOUR) return `${Math.floor(s / MINUTE)} 分`
  if (s < DAY) return `${Math.floor(s / HOUR)} 小时`
  return `${Math.floor(s / DAY)} 天`
}
