/** A content in one line of words: for reading out and for notifications. */

import type { Content } from '@/shared/types'

export function said(content: Content): string {
  if (content.type === 'answer') return `${content.title}\n${content.text}`
  if (content.type === 'choices') return `${content.text}${content.options.map((option) => option.label).join('；')}`
  return 'text' in content ? content.text : content.name
}
