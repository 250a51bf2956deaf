import { describe, expect, it } from 'vitest'
import { hold, type Locks } from './holder'

/** As browsers keep a lock: one holds it, the others stand in line. */
function oneLock(): Locks {
  let tail: Promise<unknown> = Promise.resolve()
  let taken = 0
  const run = async (held: (lock: unknown) => Promise<void>): Promise<void> => {
    try { await held({}) } finally { taken -= 1 }
  }
  return {
    request: (_name, options, held) => {
      if (options.ifAvailable && taken > 0) return held(null)
      taken += 1
      const turn = tail.then(() => {
        if (!options.signal?.aborted) return run(held)
        taken -= 1
        throw new Error('given up')
      })
      tail = turn.catch(() => undefined)
      return turn
    },
  }
}
const calm = (): Promise<void> => new Promise((done) => setTimeout(done, 0))

describe('the phone among the tabs', () => {
  it('is the first one\'s, and the next one\'s when that closes', async () => {
    const locks = oneLock()
    const told: string[] = []
    const ask = (tab: string) => hold({ mine: () => told.push(`${tab} has it`), elsewhere: () => told.push(`${tab} waits`) }, locks)

    const first = ask('first')
    await calm()
    ask('second')
    await calm()
    expect(told).toEqual(['first has it', 'second waits'])

    first.lay()
    await calm()
    expect(told.at(-1)).toBe('second has it')
  })

  it('is never given to a tab that no longer wants it', async () => {
    const locks = oneLock()
    const told: string[] = []
    const first = hold({ mine: () => told.push('first'), elsewhere: () => undefined }, locks)
    await calm()
    const second = hold({ mine: () => told.push('second'), elsewhere: () => undefined }, locks)
    await calm()

    second.lay()
    first.lay()
    await calm()

    expect(told).toEqual(['first'])
  })
})
