import { describe, expect, it } from 'vitest'
import { type Draft, Drafts, EMPTY, type Shelf } from './drafts'

class Memory implements Shelf {
  readonly notes = new Map<string, string>()
  get length(): number { return this.notes.size }
  key(i: number): string | null { return [...this.notes.keys()][i] ?? null }
  getItem(name: string): string | null { return this.notes.get(name) ?? null }
  setItem(name: string, note: string): void { this.notes.set(name, note) }
  removeItem(name: string): void { this.notes.delete(name) }
}
class Full extends Memory {
  override setItem(): void { throw new DOMException('full', 'QuotaExceededError') }
}
const draft = (text: string, saved = 1000): Draft => ({ ...EMPTY, text, saved })

describe('drafts', () => {
  it('come back after a reload, each to its dialogue', () => {
    const shelf = new Memory()
    new Drafts(shelf, 'lin').write('c1', draft('请核对发票号码'))

    const again = new Drafts(shelf, 'lin')

    expect(again.read('c1').text).toBe('请核对发票号码')
    expect(again.read('c2')).toEqual(EMPTY)
  })

  it('are nobody else\'s, even on the same machine', () => {
    const shelf = new Memory()
    new Drafts(shelf, 'lin').write('c1', draft('我的草稿'))

    expect(new Drafts(shelf, 'ma').read('c1')).toEqual(EMPTY)
  })

  it('vanish when they are empty, and all of mine when I sign out', () => {
    const shelf = new Memory()
    const mine = new Drafts(shelf, 'lin')
    new Drafts(shelf, 'ma').write('c1', draft('别人的'))
    mine.write('c1', draft('a'))
    mine.write('c2', draft('b'))

    mine.write('c1', draft('   '))
    expect([...shelf.notes.keys()]).toEqual(['draft:ma:c1', 'draft:lin:c2'])
    mine.clear()

    expect([...shelf.notes.keys()]).toEqual(['draft:ma:c1'])
  })

  it('keep an attachment or a citation even without a word', () => {
    const shelf = new Memory()
    const mine = new Drafts(shelf, 'lin')

    mine.write('c1', { ...EMPTY, entry: { entry: 'K-0388', title: '出口退税' }, saved: 5 })

    expect(mine.read('c1').entry?.entry).toBe('K-0388')
  })

  it('are thrown away after three days and not before', () => {
    const shelf = new Memory()
    const mine = new Drafts(shelf, 'lin')
    const day = 86_400_000
    mine.write('old', draft('旧', 0))
    mine.write('young', draft('新', day))

    mine.tidy(3 * day + 1)

    expect(mine.read('old')).toEqual(EMPTY)
    expect(mine.read('young').text).toBe('新')
  })

  it('say so when they cannot be kept, and an unreadable note is no draft', () => {
    const shelf = new Memory()
    shelf.notes.set('draft:lin:c1', '{broken')

    expect(new Drafts(new Full(), 'lin').write('c1', draft('x'))).toBe(false)
    expect(new Drafts(shelf, 'lin').read('c1')).toEqual(EMPTY)
  })
})
