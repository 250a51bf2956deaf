/** What the left side lists: entries found or by state, or the lists that editors work off. */

import { ref, shallowRef, watch } from 'vue'
import { sentence } from '../../shared/http'
import type { EntryItem, KnowledgeGap, KnowledgeNote } from '../doors'
import { ask } from '../session/me'

export type Shelf = 'entries' | 'notes' | 'gaps' | 'lapsing'

const PAUSE_MS = 300

export function useList() {
  const shelf = ref<Shelf>('entries')
  const query = ref('')
  const system = ref('')
  const state = ref('')
  const items = shallowRef<EntryItem[] | null>(null)
  const notes = shallowRef<KnowledgeNote[] | null>(null)
  const gaps = shallowRef<KnowledgeGap[] | null>(null)
  const next = ref<string | null>(null)
  const trouble = ref('')
  let turn = 0

  const params = (fields: Record<string, string | null>): string => new URLSearchParams(Object.entries(fields).filter((pair): pair is [string, string] => Boolean(pair[1]))).toString()

  async function entries(more: boolean): Promise<EntryItem[]> {
    const words = query.value.trim()
    if (words) {
      next.value = null
      return ask<EntryItem[]>('GET', `/api/knowledge/search?${params({ q: words, system: system.value, within: system.value ? 'true' : null, limit: '30' })}`)
    }
    const page = await ask<{ items: EntryItem[]; next: string | null }>('GET', `/api/knowledge/entries?${params({ system: system.value, state: state.value, before: more ? next.value : null })}`)
    next.value = page.next
    return page.items
  }

  /** Read the open shelf. An answer that was overtaken by another question is dropped. */
  async function load(more = false): Promise<void> {
    const mine = ++turn
    try {
      if (shelf.value === 'notes') notes.value = await ask<KnowledgeNote[]>('GET', '/api/knowledge/notes')
      else if (shelf.value === 'gaps') gaps.value = await ask<KnowledgeGap[]>('GET', '/api/knowledge/gaps')
      else {
        const found = shelf.value === 'lapsing' ? await ask<EntryItem[]>('GET', '/api/knowledge/lapsing') : await entries(more)
        if (mine !== turn) return
        items.value = more ? [...(items.value ?? []), ...found] : found
      }
      trouble.value = ''
    } catch (why) {
      if (mine === turn) trouble.value = sentence(why)
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(query, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), PAUSE_MS)
  })
  watch([shelf, system, state], () => {
    items.value = null
    next.value = null
    void load()
  }, { immediate: true })

  return { shelf, query, system, state, items, notes, gaps, next, trouble, load }
}
