/** R5.5: words that service must not use, found in what is about to be sent. */

import type { Phrases } from '../../shared/types'

export type Forbidden = Phrases['forbidden'][number]

/** A forbidden phrase at a place of the text (indices into the text as typed). */
export interface Finding { from: number; to: number; rule: Forbidden }

const LETTER = /[\p{L}\p{N}]/u
const NEGATION = '不'

/** The text without spaces and signs, and where each of its characters stood. People write '不 知 道' and '不知道！' alike. */
function bare(text: string): { letters: string[]; places: number[] } {
  const letters: string[] = []
  const places: number[] = []
  let place = 0
  for (const sign of text) {
    if (LETTER.test(sign)) {
      letters.push(sign.toLowerCase())
      places.push(place)
    }
    place += sign.length
  }
  return { letters, places }
}

const isLetterAt = (text: string, place: number): boolean => place >= 0 && place < text.length && LETTER.test(text.charAt(place))

/** 行不行, 知不知道 ask; they refuse nothing. */
const asks = (letters: string[], i: number, word: string[]): boolean =>
  word[0] === NEGATION && word[1] !== undefined && letters[i - 1] === word[1]

/** A word of one character (喂) counts only where it stands alone, or 喂养 would ring. */
const standsAlone = (text: string, from: number, to: number): boolean => !isLetterAt(text, from - 1) && !isLetterAt(text, to)

function findingsOf(text: string, seen: ReturnType<typeof bare>, rule: Forbidden): Finding[] {
  const word = bare(rule.words).letters
  const found: Finding[] = []
  for (let i = 0; word.length > 0 && i + word.length <= seen.letters.length; i++) {
    if (!word.every((sign, k) => seen.letters[i + k] === sign) || asks(seen.letters, i, word)) continue
    const from = seen.places[i] ?? 0
    const last = seen.places[i + word.length - 1] ?? from
    const to = last + (word[word.length - 1]?.length ?? 1)
    if (word.length > 1 || standsAlone(text, from, to)) found.push({ from, to, rule })
  }
  return found
}

/** Every forbidden phrase in `text`, in order; of overlapping ones the longest. */
export function forbiddenIn(text: string, rules: readonly Forbidden[]): Finding[] {
  const seen = bare(text)
  const all = rules.flatMap((rule) => findingsOf(text, seen, rule)).sort((a, b) => a.from - b.from || b.to - a.to)
  return all.filter((one, i) => !all.some((other, k) => k !== i && covers(other, one, k < i)))
}

/** Whether `outer` says more than `inner` at the same place; of equals the earlier stays. */
function covers(outer: Finding, inner: Finding, earlier: boolean): boolean {
  const within = outer.from <= inner.from && inner.to <= outer.to
  return within && (earlier || outer.to - outer.from > inner.to - inner.from)
}
