/** Which screen is shown. The browser's own back key works; a reload stays where it was. */

import { computed, readonly, ref } from 'vue'

export type Screen = 'home' | 'talk' | 'leave' | 'callback' | 'matters'

/** In the widget's frame the page keeps its own way back: the host page's history is not ours. */
export const framed = location.pathname === '/widget' || new URLSearchParams(location.search).has('frame')

interface Place { screen: Screen; depth: number }

const known = (history.state ?? null) as Place | null
const current = ref<Screen>(known?.screen ?? 'home')
const behind: Screen[] = []
let depth = known?.depth ?? 0

export const screen = readonly(current)
export const atHome = computed(() => current.value === 'home')

/** Whether the page was reloaded on a screen of its own choice. */
export const reloaded = known !== null

export function go(to: Screen): void {
  if (to === current.value) return
  behind.push(current.value)
  current.value = to
  if (!framed) history.pushState({ screen: to, depth: ++depth } satisfies Place, '')
}

export function back(): void {
  if (!framed && depth > 0) {
    history.back()
    return
  }
  current.value = behind.pop() ?? 'home'
}

addEventListener('popstate', (event) => {
  const place = event.state as Place | null
  depth = place?.depth ?? 0
  current.value = place?.screen ?? 'home'
})
