/** Entries near to some words, asked a moment after the last change; an overtaken answer is dropped. */

import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Hit } from '../../shared/types'
import { ask } from '../session/me'

const PAUSE_MS = 250
const LIMIT = 8

export function useSearch(pause = PAUSE_MS) {
  const hits = shallowRef<Hit[]>([])
  const busy = ref(false)
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | null = null

  async function look(words: string, system: string | null): Promise<void> {
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    const query = new URLSearchParams({ q: words, limit: String(LIMIT), ...(system ? { system } : {}) })
    try {
      const found = await ask<Hit[]>('GET', `/api/knowledge/search?${query}`, { signal: mine.signal })
      if (asking !== mine) return
      hits.value = found
      failed.value = false
    } catch {
      if (asking === mine) failed.value = true
    }
    if (asking === mine) busy.value = false
  }

  /** Look for words; with none there is nothing. */
  function seek(words: string, system: string | null): void {
    clearTimeout(timer)
    if (!words.trim()) {
      asking?.abort()
      hits.value = []
      busy.value = false
      return
    }
    busy.value = true
    timer = setTimeout(() => void look(words.trim(), system), pause)
  }
  onScopeDispose(() => { clearTimeout(timer); asking?.abort() })

  return { hits, busy, failed, seek }
}
