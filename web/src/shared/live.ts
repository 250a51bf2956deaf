/**
 * One socket for everything that moves. Tells the server who asks, follows topics from where each follower stands,
 * notices silence, comes back with growing pauses, and lets followers poll meanwhile.
 */

import { ref, type Ref } from 'vue'
import { heardNow } from './clock'
import type { FromClient, FromServer } from './types'

export { applySlice } from './thread'

/** connecting: never open yet or trying again; open; polling: without a socket, by asking; signed_out: the server ended it. */
export type Line = 'connecting' | 'open' | 'polling' | 'signed_out'

export interface Follower {
  topic: string
  /** Where the follower stands; the server sends what came after it. */
  after?: () => number | undefined
  hear: (frame: FromServer) => void
  /** One question by HTTP, asked again and again while there is no socket. Should itself take about 2 s or be quick. */
  poll?: () => Promise<void>
}

/** What a WebSocket must offer; tests bring their own. */
export interface Socket {
  readyState: number
  send(data: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
}

export interface LiveOptions {
  /** A taxpayer's token; staff are known by cookie. */
  token?: () => string | null
  open?: () => Socket
  random?: () => number
}

const PING_MS = 8_000
const DEAD_MS = 15_000
const FIRST_PAUSE_MS = 600
const LONGEST_PAUSE_MS = 5_000
const POLL_AFTER_FAILURES = 2
const POLL_PAUSE_MS = 1_000
const OPEN = 1

/** Pause before the n-th try (from 1): doubles from 0.6 s to 5 s, spread so that a crowd does not come back at once. */
export function pauseBefore(failures: number, random: number): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1))
  return whole * (0.25 + random * 0.75)
}

function address(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`
}

export class Live {
  readonly line: Ref<Line> = ref('connecting')
  private readonly followers = new Set<Follower>()
  private readonly listeners = new Set<(frame: FromServer) => void>()
  private readonly mourners = new Set<() => void>()
  private socket: Socket | null = null
  private greeted = false
  private failures = 0
  private heardAt = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private beat: ReturnType<typeof setInterval> | undefined
  private polling = false
  private stopped = true

  constructor(private readonly options: LiveOptions = {}) {}

  start(): void {
    if (!this.stopped) return
    this.stopped = false
    this.connect()
    this.beat = setInterval(() => this.keepAlive(), PING_MS / 2)
    if (typeof window !== 'undefined') {
      window.addEventListener('online', this.resync)
      document.addEventListener('visibilitychange', this.resync)
    }
  }

  stop(): void {
    this.stopped = true
    clearInterval(this.beat)
    clearTimeout(this.retry)
    if (typeof window !== 'undefined') {
      window.removeEventListener('online', this.resync)
      document.removeEventListener('visibilitychange', this.resync)
    }
    this.drop()
  }

  /** Hear a topic until the returned function is called. */
  follow(follower: Follower): () => void {
    this.followers.add(follower)
    if (this.greeted) this.subscribe(follower)
    return () => {
      this.followers.delete(follower)
      if (![...this.followers].some((other) => other.topic === follower.topic)) this.send({ type: 'unsubscribe', topic: follower.topic })
    }
  }

  /** Ask again from where the follower stands: after a gap. */
  again(topic: string): void {
    for (const follower of this.followers) if (follower.topic === topic) this.subscribe(follower)
  }

  /** Hear every frame, whatever its topic: acks, refusals, welcome. */
  listen(hear: (frame: FromServer) => void): () => void {
    this.listeners.add(hear)
    return () => this.listeners.delete(hear)
  }

  /** Told once when the socket is lost or given up. */
  whenLost(told: () => void): () => void {
    this.mourners.add(told)
    return () => this.mourners.delete(told)
  }

  /** True if the frame was handed to an open socket; that is no acknowledgement. */
  send(frame: FromClient): boolean {
    if (!this.greeted || this.socket?.readyState !== OPEN) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  /** Come back at once: the page is seen again, or the network is said to be back. */
  readonly resync = (): void => {
    if (this.stopped || (typeof document !== 'undefined' && document.hidden)) return
    if (this.greeted && Date.now() - this.heardAt < PING_MS) {
      for (const follower of this.followers) this.subscribe(follower)
    } else if (!this.socket || this.greeted) {
      this.drop()
      this.connect()
    }
  }

  private connect(): void {
    clearTimeout(this.retry)
    if (this.stopped) return
    const socket = this.options.open ? this.options.open() : (new WebSocket(address()) as unknown as Socket)
    this.socket = socket
    this.heardAt = Date.now()
    socket.onopen = () => {
      const token = this.options.token?.()
      if (token) socket.send(JSON.stringify({ type: 'hello', token } satisfies FromClient))
    }
    socket.onmessage = (event) => {
      this.heardAt = Date.now()
      this.heard(JSON.parse(String(event.data)) as FromServer)
    }
    socket.onclose = () => {
      if (this.socket === socket) this.lost()
    }
  }

  private heard(frame: FromServer): void {
    if (frame.type === 'welcome') this.welcomed()
    if (frame.type === 'welcome' || frame.type === 'pong') heardNow(frame.now)
    if (frame.type === 'signed_out') this.line.value = 'signed_out'
    if (frame.type === 'moving') this.move(frame.within_seconds)
    for (const hear of [...this.listeners]) hear(frame)
    for (const follower of [...this.followers]) if (about(frame, follower.topic)) follower.hear(frame)
  }

  private welcomed(): void {
    this.greeted = true
    this.failures = 0
    this.line.value = 'open'
    for (const follower of this.followers) this.subscribe(follower)
  }

  /** The process at the other end is about to end: come back, to a neighbour, at a moment of one's own. */
  private move(withinSeconds: number): void {
    const socket = this.socket
    setTimeout(() => {
      if (this.stopped || this.socket !== socket) return
      this.drop()
      this.connect()
    }, withinSeconds * 1000 * (this.options.random ?? Math.random)())
  }

  private subscribe(follower: Follower): void {
    const after = follower.after?.()
    this.send({ type: 'subscribe', topic: follower.topic, ...(after === undefined ? {} : { after }) })
  }

  private keepAlive(): void {
    const silent = Date.now() - this.heardAt
    if (this.socket && silent >= DEAD_MS) this.lost()
    else if (silent >= PING_MS / 2) this.send({ type: 'ping' })
  }

  private drop(): void {
    const socket = this.socket
    this.socket = null
    this.greeted = false
    if (socket) {
      socket.onclose = null
      socket.onmessage = null
      socket.close()
    }
    const told = [...this.mourners]
    this.mourners.clear()
    for (const tell of told) tell()
  }

  private lost(): void {
    this.drop()
    if (this.stopped || this.line.value === 'signed_out') return
    this.failures += 1
    if (this.line.value === 'open') this.line.value = 'connecting'
    if (this.failures >= POLL_AFTER_FAILURES) void this.pollOn()
    this.retry = setTimeout(() => this.connect(), pauseBefore(this.failures, (this.options.random ?? Math.random)()))
  }

  /** Ask by HTTP in a loop until the socket is back. One loop at a time. */
  private async pollOn(): Promise<void> {
    if (this.polling) return
    this.polling = true
    while (!this.stopped && !this.greeted) {
      const asked = await Promise.allSettled([...this.followers].map((follower) => follower.poll?.()))
      const answered = asked.length > 0 && asked.every((one) => one.status === 'fulfilled')
      if (!this.greeted && !this.stopped) this.line.value = answered ? 'polling' : 'connecting'
      await new Promise((wake) => setTimeout(wake, answered ? POLL_PAUSE_MS / 4 : POLL_PAUSE_MS))
    }
    this.polling = false
  }
}

/** Whether a frame speaks of a topic. */
function about(frame: FromServer, topic: string): boolean {
  if (frame.type === 'slice' || frame.type === 'snapshot') return frame.topic === topic
  if (frame.type === 'typing') return topic === `conversation:${frame.conversation}`
  return false
}
