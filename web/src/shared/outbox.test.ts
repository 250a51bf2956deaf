import { describe, expect, it } from 'vitest'
import { Refusal, Unreachable } from './http'
import { newClientId, Outbox, type Shelf, type Unsent } from './outbox'

class Paper implements Shelf {
  readonly lines = new Map<string, Unsent>()
  async load(): Promise<Unsent[]> { return [...this.lines.values()].reverse() }
  async put(one: Unsent): Promise<void> { this.lines.set(one.client_id, one) }
  async drop(id: string): Promise<void> { this.lines.delete(id) }
}

/** A network that is down until it is said to be up; it notes what arrived. */
class Wire {
  up = true
  refuses = new Set<string>()
  readonly arrived: string[] = []
  carry = async (one: Unsent): Promise<void> => {
    if (!this.up) throw new Unreachable('down')
    if (this.refuses.has(one.client_id)) throw new Refusal('too-long', 422, '太长了')
    this.arrived.push(one.client_id)
  }
}

const boxOn = (shelf: Shelf, wire: Wire): Outbox => new Outbox(shelf, wire.carry, (gone) => (gone instanceof Refusal ? gone.message : null))
const line = (client_id: string) => ({ client_id, conversation: 'c1', content: { type: 'text' as const, text: client_id } })
const states = (box: Outbox): string[] => box.waiting.value.map((one) => `${one.client_id} ${one.state}`)

describe('Outbox', () => {
  it('shows a line at once and keeps it until it stands in the conversation', async () => {
    const box = boxOn(new Paper(), new Wire())

    const going = box.add(line('a'), 1)
    const atOnce = states(box)
    await going

    expect(atOnce).toEqual(['a sending'])
    expect(states(box)).toEqual(['a sent'])
    box.acknowledged(['a'])
    expect(states(box)).toEqual([])
  })

  it('sends in the order written after the network is back, and each line once', async () => {
    const wire = new Wire()
    const box = boxOn(new Paper(), wire)
    wire.up = false
    for (const id of ['a', 'b', 'c']) await box.add(line(id), 1)
    expect(states(box)).toEqual(['a unsent', 'b unsent', 'c unsent'])

    wire.up = true
    await Promise.all([box.flush(), box.flush(), box.again('b')])

    expect(wire.arrived).toEqual(['a', 'b', 'c'])
  })

  it('survives a reload, in order', async () => {
    const paper = new Paper()
    const wire = new Wire()
    wire.up = false
    const before = boxOn(paper, wire)
    for (const id of ['a', 'b']) await before.add(line(id), 1)

    const after = boxOn(paper, wire)
    await after.wake()
    wire.up = true
    await after.flush()

    expect(wire.arrived).toEqual(['a', 'b'])
    expect(paper.lines.size).toBe(0)
  })

  it('tells why a line is refused, goes on with the next, and does not send it again by itself', async () => {
    const wire = new Wire()
    wire.refuses.add('a')
    const paper = new Paper()
    const box = boxOn(paper, wire)
    await box.add(line('a'), 1)
    await box.add(line('b'), 2)
    await box.flush()

    expect(wire.arrived).toEqual(['b'])
    expect(box.waiting.value[0]).toMatchObject({ state: 'refused', why: '太长了' })
    box.discard('a')
    await box.flush()
    expect(paper.lines.size).toBe(0)
  })

  it('remembers the uploaded file of a line, so that it is not uploaded twice', async () => {
    const paper = new Paper()
    const wire = new Wire()
    wire.up = false
    const box = boxOn(paper, wire)
    await box.add({ ...line('a'), content: { type: 'picture', file: '', name: 'x.png', size: 1 } }, 1)
    await box.learn('a', { content: { type: 'picture', file: 'f1', name: 'x.png', size: 1 } })

    const after = boxOn(paper, wire)
    await after.wake()

    expect(after.waiting.value[0]?.content).toMatchObject({ file: 'f1' })
  })
})

describe('newClientId', () => {
  it('is a UUID and another one each time', () => {
    expect(newClientId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(newClientId()).not.toBe(newClientId())
  })
})
