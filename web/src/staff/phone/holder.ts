/** Of all tabs of this browser one holds the phone: the first; when it closes, the next. */

const NAME = 'helpline.phone'

/** What a lock manager must offer; tests bring their own. */
export interface Locks {
  request: (name: string, options: { ifAvailable?: boolean; signal?: AbortSignal }, held: (lock: unknown) => Promise<void>) => Promise<unknown>
}

export interface Holding { lay: () => void }

/**
 * Ask for the phone. `elsewhere` is told when another tab has it, `mine` when it is this tab's, which may be at once or when
 * the other closes. A browser without locks has it at once.
 */
export function hold(told: { mine: () => void; elsewhere: () => void }, locks: Locks | undefined = navigator.locks as unknown as Locks | undefined): Holding {
  if (!locks) {
    told.mine()
    return { lay: () => undefined }
  }
  let lay: () => void = () => undefined
  const laid = new Promise<void>((done) => { lay = done })
  const waiting = new AbortController()
  let isLaid = false
  const keep = async (): Promise<void> => {
    if (isLaid) return
    told.mine()
    await laid
  }
  const queue = (): void => {
    // refused only because it was given up: then nobody waits for it
    locks.request(NAME, { signal: waiting.signal }, keep).catch(() => undefined)
  }
  void locks.request(NAME, { ifAvailable: true }, async (lock) => {
    if (lock) return keep()
    if (isLaid) return
    told.elsewhere()
    queue()
  })
  return { lay: () => { isLaid = true; waiting.abort(); lay() } }
}
