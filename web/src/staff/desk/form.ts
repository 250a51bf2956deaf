/** The case form in words. Pure. */

import type { CaseForm, DialogueMatter } from '../../shared/types'
import { w } from '../words'

/** '问题分类、处理方式' of the codes of missing fields; a code without a name stands as it came. */
export const missingWords = (missing: readonly string[]): string => missing.map((field) => w.side.fields[field] ?? field).join('、')

/** How much of the form is filled: the four fields of the case, who asks, and where that taxpayer belongs. */
export function filled(form: CaseForm, taxpayer: DialogueMatter['taxpayer']): { done: number; of: number } {
  const parts = [taxpayer.credit_code ?? taxpayer.name, taxpayer.district, form.system, form.kind, form.topic, form.summary.trim()]
  return { done: parts.filter(Boolean).length, of: parts.length }
}

/** Whether the server says that a field lacks; it names them by code or as people call them. */
export const lacks = (form: CaseForm, field: string): boolean => form.missing.includes(field) || form.missing.includes(w.side.fields[field] ?? field)
