/** Large print 适老化: one tap, remembered. */

import { readonly, ref } from 'vue'
import { keep, recall } from './memory'

const on = ref(recall('large') === '1')

export const large = readonly(on)

export function applyPrint(): void {
  document.body.classList.toggle('scale-large', on.value)
}

export function togglePrint(): void {
  on.value = !on.value
  keep('large', on.value ? '1' : null)
  applyPrint()
}
