/** Drafts of replies: one per dialogue, kept on this machine until sent, so that a reload loses nothing. */

import type { Id } from '../../shared/types'

/** A picture or file that is uploaded and waits to be sent with the next reply. */
export interface Attachment { type: 'picture' | 'file'; file: Id; name: string; size: number }

/** `entry` is the knowledge that the reply rests on. `saved` in milliseconds. */
export interface Draft { text: string; entry: { entry: string; title: string } | null; attachments: Attachment[]; saved: number }

export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const PREFIX = 'draft'
/** Older drafts belong to dialogues that ended long ago. */
const KEPT_MS = 3 * 86_400_000

export const EMPTY: Draft = Object.freeze({ text: '', entry: null, attachments: [], saved: 0 })

/** Drafts of one person on a machine that several use: keyed by who writes. Storage that fails (full, forbidden) costs the draft only. */
export class Drafts {
  constructor(private readonly shelf: Shelf, private readonly owner: Id) {}

  /** What was being written in this dialogue; an empty draft when nothing was or the note is unreadable. */
  read(conversation: Id): Draft {
    try {
      const note = this.shelf.getItem(this.name(conversation))
      return note ? { ...EMPTY, ...(JSON.parse(note) as Partial<Draft>) } : EMPTY
    } catch {
      return EMPTY
    }
  }

  /** Keep a draft; an empty one is thrown away. False when it could not be kept. */
  write(conversation: Id, draft: Draft): boolean {
    try {
      if (isEmpty(draft)) this.shelf.removeItem(this.name(conversation))
      else this.shelf.setItem(this.name(conversation), JSON.stringify(draft))
      return true
    } catch {
      return false
    }
  }

  /** Throw away what is older than three days at `now`. */
  tidy(now: number): void {
    for (const name of this.names()) {
      const conversation = name.slice(this.name('').length)
      if (now - this.read(conversation).saved > KEPT_MS) this.shelf.removeItem(name)
    }
  }

  /** On signing out nothing of mine stays on the machine. */
  clear(): void {
    for (const name of this.names()) this.shelf.removeItem(name)
  }

  private name(conversation: Id): string {
    return `${PREFIX}:${this.owner}:${conversation}`
  }

  private names(): string[] {
    const all = Array.from({ length: this.shelf.length }, (_, i) => this.shelf.key(i) ?? '')
    return all.filter((name) => name.startsWith(this.name('')))
  }
}

export const isEmpty = (draft: Draft): boolean => draft.text.trim() === '' && draft.entry === null && draft.attachments.length === 0
