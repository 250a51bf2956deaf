import { ask } from '@/shared/http'
import { solve, type Challenge } from './solve'

/** Fetch a sum and do it: many come at once, and the server wants to see that this is a page. */
export async function prove(): Promise<string> {
  const challenge = await ask<Challenge>('GET', '/api/visitors/challenge')
  if (typeof Worker === 'undefined') return solve(challenge)
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise((solved) => {
      worker.onmessage = (event: MessageEvent<string>) => solved(event.data)
      worker.onerror = () => solved(solve(challenge))
      worker.postMessage(challenge)
    })
  } finally {
    worker.terminate()
  }
}
