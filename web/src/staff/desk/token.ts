/** `/` and `#` in the composer: what is being asked for at the caret, and how the answer is put in its place. */

/** A sign and what was typed after it; `from`..`to` is what an insertion replaces. */
export interface Token { sign: '/' | '#'; query: string; from: number; to: number }

const LONGEST = 16
const OPENS = /(^|[\s\p{P}\p{Script=Han}])([/#])([^\s/#]*)$/u

/** The token that ends at the caret. 'http://', '1/2' and 'C#' are none: a sign opens after a space, a stop or a Chinese character only. */
export function tokenAt(text: string, caret: number): Token | null {
  const before = text.slice(0, caret)
  const match = OPENS.exec(before)
  const sign = match?.[2]
  const query = match?.[3] ?? ''
  if ((sign !== '/' && sign !== '#') || query.length > LONGEST) return null
  if (sign === '/' && /[:/]$/.test(match?.[1] ?? '')) return null
  return { sign, query, from: caret - query.length - 1, to: caret }
}

/** Text after an insertion and what is selected in it: the first gap to fill ({分钟}), else the end of what came in. */
export interface Filled { text: string; from: number; to: number }

const GAP = /\{[^{}]+\}/

/** Put `piece` in place of `from`..`to`. */
export function put(text: string, from: number, to: number, piece: string): Filled {
  const whole = text.slice(0, from) + piece + text.slice(to)
  const gap = GAP.exec(piece)
  const end = from + piece.length
  return gap ? { text: whole, from: from + gap.index, to: from + gap.index + gap[0].length } : { text: whole, from: end, to: end }
}

/** The next gap to fill after `caret`, for the Tab key. */
export function nextGap(text: string, caret: number): { from: number; to: number } | null {
  const gap = GAP.exec(text.slice(caret))
  return gap ? { from: caret + gap.index, to: caret + gap.index + gap[0].length } : null
}

/** Fill the gaps whose words are known ({工号}); the others stay for the writer. */
export const fillKnown = (text: string, known: Readonly<Record<string, string | null | undefined>>): string =>
  text.replace(/\{([^{}]+)\}/g, (gap, name: string) => known[name] || gap)

/** Gaps that nobody filled: they must not reach the taxpayer. */
export const hasGap = (text: string): boolean => GAP.test(text)

interface Phrase { shortcut: string; moment: string; text: string }

/** Phrases near to what was typed after `/`: by their shortcut first, else by the moment they belong to, else by their words. */
export function nearPhrases<T extends Phrase>(phrases: readonly T[], query: string): T[] {
  const rank = (one: T): number => [one.shortcut.startsWith(query), one.shortcut.includes(query), one.moment.includes(query), one.text.includes(query)].indexOf(true)
  const ranked = phrases.map((one) => ({ one, rank: rank(one) })).filter((each) => each.rank >= 0)
  const best = ranked.some((each) => each.rank < 2) ? ranked.filter((each) => each.rank < 3) : ranked
  return best.sort((a, b) => a.rank - b.rank).map((each) => each.one)
}
