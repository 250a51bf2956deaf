/** The title of the window: the page's own, flashing while an offer waits. */

import { ref, watchEffect } from 'vue'
import { w } from '../words'

export const pageTitle = ref('')
export const flashing = ref(false)

/** Keep the window's title true. Call once. */
export function keepTitle(): void {
  watchEffect(() => { document.title = (flashing.value ? w.desk.notice.flash : '') + pageTitle.value })
}
