/** Reads a plain text: steps of an answer, names of buttons in 【】, addresses. Text stays text: nothing here makes markup. */

export interface Piece { kind: 'text' | 'strong' | 'link'; text: string }
export interface Answer { lead: string[]; steps: string[]; rest: string[] }

const PIECES = /(【[^】\n]{1,60}】|https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+)/g
const NUMBER = /^\s*(?:[(（]?\d{1,2}\s*[.．、)）](?!\d)|第[一二三四五六七八九十]{1,2}步\s*[：:，,、]?|[①-⑳])\s*/

/** A line cut into text, names of buttons and addresses. */
export function pieces(line: string): Piece[] {
  return line.split(PIECES).filter((text) => text !== '').map((text) => {
    if (text.startsWith('【') && text.endsWith('】')) return { kind: 'strong', text }
    if (/^https?:\/\/\S/.test(text)) return { kind: 'link', text }
    return { kind: 'text', text }
  })
}

/** What stands before the steps, the steps without their numbers, and what follows them. One lone number makes no steps. */
export function read(text: string): Answer {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean)
  const first = lines.findIndex((line) => NUMBER.test(line))
  const last = lines.length - 1 - [...lines].reverse().findIndex((line) => NUMBER.test(line))
  if (first < 0 || first === last) return { lead: lines, steps: [], rest: [] }
  const steps: string[] = []
  for (const line of lines.slice(first, last + 1)) {
    if (NUMBER.test(line)) steps.push(line.replace(NUMBER, ''))
    else steps[steps.length - 1] += `\n${line}`
  }
  return { lead: lines.slice(0, first), steps, rest: lines.slice(last + 1) }
}
