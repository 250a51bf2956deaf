/** The text of an answer in blocks: runs of numbered lines are steps, other lines are paragraphs. Pure. */

export type Block = { kind: 'steps'; from: number; lines: string[] } | { kind: 'plain'; lines: [string] }

const NUMBERED = /^\s*(?:第?\s*(\d{1,2})\s*[.、．)）步]|[（(](\d{1,2})[)）])\s*(.+)$/

/** Blocks in order; empty lines fall away. Numbers must run on, or '2026.' would open a list. */
export function blocks(text: string): Block[] {
  const found: Block[] = []
  let next = 1
  for (const line of text.split(/\r?\n/).map((one) => one.trim()).filter(Boolean)) {
    const match = NUMBERED.exec(line)
    const number = Number(match?.[1] ?? match?.[2])
    const last = found.at(-1)
    if (match?.[3] && last?.kind === 'steps' && number === next) last.lines.push(match[3])
    else if (match?.[3] && number === 1) found.push({ kind: 'steps', from: 1, lines: [match[3]] })
    else found.push({ kind: 'plain', lines: [line] })
    next = found.at(-1)?.kind === 'steps' ? number + 1 : 0
  }
  return found
}
