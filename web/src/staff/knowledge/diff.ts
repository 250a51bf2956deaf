/** Two versions of an answer, line by line. Pure. */

export type Line = { kind: 'same' | 'added' | 'removed'; text: string }

/** The lines of `after` with what `before` had and `after` has not, in reading order (longest common subsequence). */
export function compared(before: string, after: string): Line[] {
  const a = before.split('\n')
  const b = after.split('\n')
  const common = lengths(a, b)
  const lines: Line[] = []
  let i = 0
  let k = 0
  while (i < a.length || k < b.length) {
    if (i < a.length && k < b.length && a[i] === b[k]) {
      lines.push({ kind: 'same', text: a[i]! })
      i++
      k++
    } else if (k >= b.length || (i < a.length && common[i + 1]![k]! >= common[i]![k + 1]!)) lines.push({ kind: 'removed', text: a[i++]! })
    else lines.push({ kind: 'added', text: b[k++]! })
  }
  return lines
}

/** `[i][k]`: how many lines a from i and b from k have in common, in order. */
function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let k = b.length - 1; k >= 0; k--)
      table[i]![k] = a[i] === b[k] ? table[i + 1]![k + 1]! + 1 : Math.max(table[i + 1]![k]!, table[i]![k + 1]!)
  return table
}
