import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Live, pauseBefore, type Socket } from './live'
import type { FromClient, FromServer } from './types'

/** A socket of paper: notes what is said, says what the test wants. */
class Paper implements Socket {
  readyState = 1
  readonly said: FromClient[] = []
  closed = false
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  send(data: string): void { this.said.push(JSON.parse(data) as FromClient) }
  close(): void { this.closed = true }
  hears(frame: FromServer): void { this.onmessage?.({ data: JSON.stringify(frame) }) }
  welcome(): void {
    this.onopen?.()
    this.hears({ type: 'welcome', now: new Date().toISOString() })
  }
}

function house() {
  const sockets: Paper[] = []
  const open = (): Paper => {
    const socket = new Paper()
    sockets.push(socket)
    return socket
  }
  const live = new Live({ token: () => 'tok', open, random: () => 1 })
  return { live, sockets, latest: (): Paper => sockets.at(-1) as Paper }
}

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

describe('Live', () => {
  it('says who asks, then subscribes from where each follower stands', () => {
    const { live, latest } = house()
    live.follow({ topic: 'conversation:c1', after: () => 7, hear: () => undefined })
    live.start()

    latest().welcome()

    expect(latest().said).toEqual([{ type: 'hello', token: 'tok' }, { type: 'subscribe', topic: 'conversation:c1', after: 7 }])
    live.stop()
  })

  it('takes 15 s of silence for death, comes back and resumes', async () => {
    const { live, sockets, latest } = house()
    let seq = 0
    live.follow({ topic: 'conversation:c1', after: () => seq, hear: () => { seq = 3 } })
    live.start()
    latest().welcome()
    latest().hears({ type: 'typing', conversation: 'c1', by: 'consultant' })

    await vi.advanceTimersByTimeAsync(17_000)

    expect(sockets[0]?.said.filter((frame) => frame.type === 'ping').length).toBeGreaterThan(1)
    expect(sockets[0]?.closed).toBe(true)
    expect(sockets).toHaveLength(2)
    latest().welcome()
    expect(latest().said.at(-1)).toEqual({ type: 'subscribe', topic: 'conversation:c1', after: 3 })
    live.stop()
  })

  it('stays while the server answers', async () => {
    const { live, sockets, latest } = house()
    live.start()
    latest().welcome()
    for (let i = 0; i < 10; i++) {
      await vi.advanceTimersByTimeAsync(8_000)
      latest().hears({ type: 'pong', now: new Date().toISOString() })
    }

    expect(sockets).toHaveLength(1)
    live.stop()
  })

  it('polls after two failures, keeps trying the socket, and stops polling when it is back', async () => {
    const { live, sockets, latest } = house()
    const poll = vi.fn(async () => undefined)
    live.follow({ topic: 'conversation:c1', hear: () => undefined, poll })
    live.start()
    latest().onclose?.()
    expect(poll).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(700)
    latest().onclose?.()
    await vi.advanceTimersByTimeAsync(1_500)

    expect(poll).toHaveBeenCalled()
    expect(live.line.value).toBe('polling')
    expect(sockets.length).toBeGreaterThan(2)
    latest().welcome()
    await vi.advanceTimersByTimeAsync(1_000)
    const asked = poll.mock.calls.length
    await vi.advanceTimersByTimeAsync(5_000)
    expect(poll.mock.calls.length).toBe(asked)
    expect(live.line.value).toBe('open')
    live.stop()
  })

  it('tells who waits for an answer when the socket is lost', () => {
    const { live, latest } = house()
    const told = vi.fn()
    live.start()
    latest().welcome()
    live.whenLost(told)

    latest().onclose?.()

    expect(told).toHaveBeenCalledOnce()
    expect(live.send({ type: 'ping' })).toBe(false)
    live.stop()
  })

  it('moves to a neighbour within the time it is given, and says nothing of a lost line', async () => {
    const { live, sockets, latest } = house()
    live.start()
    latest().welcome()
    latest().hears({ type: 'moving', within_seconds: 3 })

    await vi.advanceTimersByTimeAsync(2_900)
    expect(sockets).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)

    expect(sockets[0]?.closed).toBe(true)
    expect(sockets).toHaveLength(2)
    expect(live.line.value).toBe('open')
    live.stop()
  })
})

describe('pauseBefore', () => {
  it('grows from 0.6 s to 5 s and is spread', () => {
    expect(pauseBefore(1, 1)).toBe(600)
    expect(pauseBefore(1, 0)).toBe(150)
    expect(pauseBefore(3, 1)).toBe(2400)
    expect(pauseBefore(20, 1)).toBe(5000)
    expect(pauseBefore(20, 0)).toBe(1250)
  })
})
