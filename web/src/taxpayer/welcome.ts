/** The state of the service: hours, queue, systems, hot questions. Refreshed while somebody looks. */

import { onScopeDispose, readonly, ref, shallowRef } from 'vue'
import { heardNow } from '@/shared/clock'
import { ask } from '@/shared/http'
import type { Welcome } from '@/shared/types'
import { recall } from './memory'

const REFRESH_MS = 30_000
const AGAIN_MS = 3_000

const held = shallowRef<Welcome | null>(null)
const failing = ref(false)

export const welcome = readonly(held)
export const welcomeFailed = readonly(failing)

export async function loadWelcome(): Promise<void> {
  try {
    const place = new URLSearchParams()
    for (const name of ['district', 'system'] as const) {
      const told = recall(name)
      if (told) place.set(name, told)
    }
    held.value = await ask<Welcome>('GET', `/api/welcome?${place.toString()}`)
    heardNow(held.value.now)
    failing.value = false
  } catch {
    failing.value = true
  }
}

/** Keep it fresh while the calling component lives: sooner after a failure. */
export function useFreshWelcome(): void {
  let timer: ReturnType<typeof setTimeout>
  let over = false
  const round = async (): Promise<void> => {
    if (!document.hidden) await loadWelcome()
    if (!over) timer = setTimeout(() => void round(), failing.value ? AGAIN_MS : REFRESH_MS)
  }
  void round()
  onScopeDispose(() => {
    over = true
    clearTimeout(timer)
  })
}

export const shortName = (code: string | null): string | null =>
  held.value?.systems.find((system) => system.code === code)?.short_name ?? null
export const fullName = (code: string | null): string | null =>
  held.value?.systems.find((system) => system.code === code)?.name ?? null
