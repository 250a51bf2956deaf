/** Places in the browser that outlive the page: IndexedDB, else localStorage, else memory. */

import type { Id } from './types'
import type { Shelf, Unsent } from './outbox'

const STORE = 'unsent'

async function opened(name: string): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asking = indexedDB.open(name, 1)
    asking.onupgradeneeded = () => asking.result.createObjectStore(STORE, { keyPath: 'client_id' })
    asking.onsuccess = () => done(asking.result)
    asking.onerror = () => fail(asking.error)
    asking.onblocked = () => fail(new Error('blocked'))
  })
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })
}

class Indexed implements Shelf {
  constructor(private readonly db: IDBDatabase) {}
  private store(mode: IDBTransactionMode): IDBObjectStore { return this.db.transaction(STORE, mode).objectStore(STORE) }
  load(): Promise<Unsent[]> { return asked(this.store('readonly').getAll() as IDBRequest<Unsent[]>) }
  async put(one: Unsent): Promise<void> { await asked(this.store('readwrite').put({ ...one, content: { ...one.content } })) }
  async drop(id: Id): Promise<void> { await asked(this.store('readwrite').delete(id)) }
}

/** The fallback for private windows; also the whole of it where even that is refused. */
class Local implements Shelf {
  private held: Unsent[] = []
  constructor(private readonly key: string) {}
  async load(): Promise<Unsent[]> {
    try {
      this.held = JSON.parse(localStorage.getItem(this.key) ?? '[]') as Unsent[]
    } catch {
      this.held = []
    }
    return [...this.held]
  }
  async put(one: Unsent): Promise<void> { this.save([...this.held.filter((other) => other.client_id !== one.client_id), one]) }
  async drop(id: Id): Promise<void> { this.save(this.held.filter((other) => other.client_id !== id)) }
  private save(held: Unsent[]): void {
    this.held = held
    try {
      localStorage.setItem(this.key, JSON.stringify(held))
    } catch {
      // storage full or forbidden: the line still lives as long as the page
    }
  }
}

/** The best shelf this browser gives; opened at the first use. */
export function openShelf(name: string): Shelf {
  const best = opened(name).then((db): Shelf => new Indexed(db)).catch((): Shelf => new Local(name))
  return {
    load: async () => (await best).load(),
    put: async (one) => (await best).put(one),
    drop: async (id) => (await best).drop(id),
  }
}
