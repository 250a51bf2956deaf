/** '12 MB', '340 KB' */
export function sizeWords(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${trimmed(bytes / 1024 / 1024)} MB`
  return `${Math.max(1, Math.round(bytes / 1024))} KB`
}

const trimmed = (n: number): string => (n >= 10 ? String(Math.round(n)) : n.toFixed(1).replace(/\.0$/, ''))
