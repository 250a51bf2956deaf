/** What I am writing in one dialogue: text, the entry it rests on, what is attached; kept as it is typed. */

import { ref, shallowRef } from 'vue'
import { serverNow } from '../../shared/clock'
import { sentence } from '../../shared/http'
import type { Content, Id } from '../../shared/types'
import { ask, me } from '../session/me'
import { w } from '../words'
import { type Attachment, type Draft, Drafts } from './drafts'
import { sizeWords } from '../frame/figures'

/** Knowledge that a reply rests on. */
export interface Cited { entry: string; title: string }

const KEEP_AFTER_MS = 300
const MOST_BYTES = 20 * 1024 ** 2

export function useDraft(conversation: Id) {
  const drafts = new Drafts(localStorage, me.value?.id ?? '')
  const begun = drafts.read(conversation)
  const text = ref(begun.text)
  const entry = shallowRef<Cited | null>(begun.entry)
  const attachments = shallowRef<readonly Attachment[]>(begun.attachments)
  const savedAt = ref(begun.saved)
  const kept = ref(true)
  const uploading = ref('')
  const trouble = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  function keepNow(): void {
    clearTimeout(timer)
    const saved = serverNow()
    const draft: Draft = { text: text.value, entry: entry.value, attachments: [...attachments.value], saved }
    kept.value = drafts.write(conversation, draft)
    savedAt.value = saved
  }
  /** Keep the draft a moment after the last change. */
  function keep(): void {
    clearTimeout(timer)
    timer = setTimeout(keepNow, KEEP_AFTER_MS)
  }

  function cite(cited: Cited | null): void {
    entry.value = cited
    keep()
  }

  async function attach(files: readonly File[]): Promise<void> {
    trouble.value = ''
    for (const file of files) {
      if (file.size > MOST_BYTES) trouble.value = w.talk.compose.tooBig(file.name, sizeWords(MOST_BYTES))
      else await upload(file)
    }
  }
  async function upload(file: File): Promise<void> {
    uploading.value = file.name
    try {
      const form = new FormData()
      form.append('file', file, file.name || 'picture.png')
      const put = await ask<Attachment>('POST', `/api/conversations/${conversation}/files`, { form, timeout: 120_000 })
      attachments.value = [...attachments.value, { type: put.type, file: put.file, name: put.name, size: put.size }]
      keep()
    } catch (why) {
      trouble.value = sentence(why)
    } finally {
      uploading.value = ''
    }
  }
  function detach(file: Id): void {
    attachments.value = attachments.value.filter((one) => one.file !== file)
    keep()
  }

  /** The draft as lines to send, in order: text first, then what is attached; and the draft is empty again. */
  function takeAll(): Content[] {
    const lines: Content[] = attachments.value.map((one) => ({ ...one }))
    const words = text.value.trim()
    if (words) lines.unshift({ type: 'text', text: words, ...(entry.value ? { entry: entry.value.entry } : {}) })
    text.value = ''
    entry.value = null
    attachments.value = []
    keepNow()
    return lines
  }

  return { text, entry, attachments, savedAt, kept, uploading, trouble, keep, keepNow, cite, attach, detach, takeAll }
}
