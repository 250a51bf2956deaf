/** Log-in by a bureau's own identity service: there and back. */

import { ask } from '../../shared/http'
import type { Me } from '../../shared/types'
import { expired, me } from './me'

export interface Bureau { id: string; name: string }
interface Arrival { me: Me | null }

const NEXT = 'helpline.next'
const LAST = 'helpline.bureau'
/** Discovery, the code and the keys: three answers that the server waits for. */
const PATIENCE_MS = 30_000

/** Who has one; the one used last on this machine stands first. A door that does not answer hides none of the rest. */
export async function bureaus(): Promise<Bureau[]> {
  const found = await ask<Bureau[]>('GET', '/api/openid').catch((): Bureau[] => [])
  const last = localStorage.getItem(LAST)
  return [...found.filter((one) => one.id === last), ...found.filter((one) => one.id !== last)]
}

/** Leave for the bureau's page. `next`: where the person was going; `afresh`: as somebody else than it remembers. */
export async function leaveFor(bureau: Bureau, next: string, afresh: boolean): Promise<void> {
  const { address } = await ask<{ address: string }>('POST', `/api/openid/${bureau.id}/departure${afresh ? '?afresh=true' : ''}`, { timeout: PATIENCE_MS })
  sessionStorage.setItem(NEXT, next)
  localStorage.setItem(LAST, bureau.id)
  location.assign(address)
}

/** Where the person was going before; told once. */
export function takeNext(): string {
  const next = sessionStorage.getItem(NEXT) ?? ''
  sessionStorage.removeItem(NEXT)
  return next
}

let trouble = ''
/** Back at the door, say why it did not work. */
export function bringTrouble(words: string): void { trouble = words }
export function takeTrouble(): string {
  const words = trouble
  trouble = ''
  return words
}

/** Hand in what the bureau sent along. null: the code from the phone is asked for as well. */
export async function arrive(bureau: string, sent: Record<string, unknown>): Promise<Me | null> {
  const told = Object.fromEntries(['state', 'code', 'iss', 'error'].flatMap((name) => (typeof sent[name] === 'string' ? [[name, sent[name]]] : [])))
  return enter(await ask<Arrival>('POST', `/api/openid/${encodeURIComponent(bureau)}/arrival`, { body: told, timeout: PATIENCE_MS }))
}

export async function tellCode(code: string): Promise<Me | null> {
  return enter(await ask<Arrival>('POST', '/api/openid/code', { body: { code } }))
}

function enter(arrival: Arrival): Me | null {
  if (arrival.me) {
    me.value = arrival.me
    expired.value = false
  }
  return arrival.me
}
