/** Who asks: a token that the server gave this browser. No log-in. */

import { ask, Refusal, type Ask } from '@/shared/http'
import { keep, recall } from './memory'

let token = recall('visitor')
let asking: Promise<string> | null = null

export const visitorToken = (): string | null => token

/** The token; asked for once, however many want it. */
export function ensureVisitor(): Promise<string> {
  if (token) return Promise.resolve(token)
  asking ??= arrive()
    .then((given) => {
      token = given.token
      keep('visitor', token)
      return token
    })
    .finally(() => { asking = null })
  return asking
}

/** Be let in; where very many come at once, after a sum. */
async function arrive(): Promise<{ token: string }> {
  try {
    return await ask<{ token: string }>('POST', '/api/visitors')
  } catch (trouble) {
    if (!(trouble instanceof Refusal) || trouble.code !== 'proof-needed') throw trouble
    const { prove } = await import('./proof/prove')
    return ask<{ token: string }>('POST', '/api/visitors', { headers: { 'x-proof': await prove() } })
  }
}

/** Ask as this visitor. A token that the server no longer knows is replaced once. */
export async function door<T>(method: string, path: string, options: Omit<Ask, 'token'> = {}): Promise<T> {
  const mine = await ensureVisitor()
  try {
    return await ask<T>(method, path, { ...options, token: mine })
  } catch (trouble) {
    if (!(trouble instanceof Refusal) || trouble.status !== 401) throw trouble
    if (token === mine) {
      token = null
      keep('visitor', null)
    }
    return ask<T>(method, path, { ...options, token: await ensureVisitor() })
  }
}
