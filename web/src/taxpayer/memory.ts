/** Small things kept in this browser. Private windows may refuse: then they live as long as the page. */

const PREFIX = 'helpline.'
const short = new Map<string, string>()

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key) ?? short.get(key) ?? null
  } catch {
    return short.get(key) ?? null
  }
}

export function keep(key: string, value: string | null): void {
  if (value === null) short.delete(key)
  else short.set(key, value)
  try {
    if (value === null) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, value)
  } catch {
    // refused: the copy above serves
  }
}
