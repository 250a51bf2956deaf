/** Keys of a page, heard while it is shown. */

import { onBeforeUnmount, onMounted } from 'vue'
import { actionOf, type KeyName, type Place } from './bindings'

/** What each key does here. A deed that answers false was not possible, and the key goes on to the browser. */
export type Deeds = Partial<Record<KeyName, (event: KeyboardEvent) => unknown>>

const TYPED_IN = 'input, textarea, select, [contenteditable="true"]'
/** While one of these is open it has the keyboard: the page behind it must not act. */
const IN_FRONT = '.el-dialog, .el-message-box, [role="dialog"]'

/** Whether what has the focus takes letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  const field = target.closest(TYPED_IN)
  return field !== null && !(field instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'submit', 'file'].includes(field.type))
}

const covered = (): boolean =>
  [...document.querySelectorAll<HTMLElement>(IN_FRONT)].some((front) => front.offsetParent !== null || front.getClientRects().length > 0)

/** Act on the keys of `place` while the component lives. */
export function useKeys(place: Place, deeds: Deeds): void {
  const hear = (event: KeyboardEvent): void => {
    if (event.repeat || event.defaultPrevented || covered()) return
    const name = actionOf(event, isTyping(event.target), place)
    const deed = name && deeds[name]
    if (deed && deed(event) !== false) event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', hear))
  onBeforeUnmount(() => window.removeEventListener('keydown', hear))
}
