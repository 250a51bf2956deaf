/** The shape of a sound, as bars. Pure. */

const FULL = 255

/** So many bars out of the peaks, each the loudest of its stretch, 0 to 1. */
export function bars(peaks: readonly number[], count: number): number[] {
  const wanted = Math.min(count, peaks.length)
  return Array.from({ length: wanted }, (_, i) => {
    const from = Math.floor((i * peaks.length) / wanted)
    const to = Math.max(from + 1, Math.floor(((i + 1) * peaks.length) / wanted))
    return Math.max(...peaks.slice(from, to)) / FULL
  })
}

/** A path of upright strokes around the middle, in a box of `count` × 2; quiet is a dot, so that the line never breaks. */
export function path(heights: readonly number[]): string {
  return heights.map((h, i) => { const tall = Math.max(0.03, h); return `M${i + 0.5} ${(1 - tall).toFixed(3)}V${(1 + tall).toFixed(3)}` }).join('')
}

/** Where a key brings the sound, in seconds; null: the key means nothing here. */
export function moved(key: string, now: number, length: number): number | null {
  const steps: Record<string, number> = { ArrowRight: now + 5, ArrowUp: now + 5, ArrowLeft: now - 5, ArrowDown: now - 5, PageUp: now + 30, PageDown: now - 30, Home: 0, End: length }
  const to = steps[key]
  return to === undefined ? null : Math.min(length, Math.max(0, to))
}
