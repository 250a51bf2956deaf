/** The SIP side of the desk's phone. The only file that knows JsSIP; it is loaded when a phone is first wanted. */

import { UA, WebSocketInterface } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { EndEvent } from 'jssip/lib/RTCSession'
import type { IncomingRTCSessionEvent, RTCSessionEvent } from 'jssip/lib/UA'
import { type Reports, type Sample, sampleOf } from './quality'

/** What the server says about my phone: `GET /api/desk/phone`. */
export interface Account { account: string; password: string; domain: string; path: string; valid_until: string }

export type Registered = 'connecting' | 'ready' | 'cut' | 'refused'

export interface Told {
  /** How the phone stands with the exchange. */
  stands: (how: Registered) => void
  /** Somebody rings. */
  rings: (leg: Leg) => void
}

export interface LegTold {
  /** Both sides hear each other. */
  talks: () => void
  /** The voice of the other side. */
  voice: (stream: MediaStream) => void
  /** It is over; `cause` is the exchange's word for why. */
  over: (cause: string) => void
}

const MIN_AGAIN_S = 1
const MAX_AGAIN_S = 8
const DECLINED = 603

/** One ringing or talking phone call, as far as this phone is in it. */
export class Leg {
  constructor(private readonly session: RTCSession, readonly call: string, readonly label: string) {}

  tell(to: LegTold): void {
    this.session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', (event) => to.voice(event.streams[0] ?? new MediaStream([event.track])))
    })
    this.session.on('confirmed', () => to.talks())
    const over = ({ cause }: EndEvent): void => to.over(cause)
    this.session.on('ended', over)
    this.session.on('failed', over)
  }

  /** Pick up, speaking with `microphone`. */
  answer(microphone: MediaStream): void {
    this.session.answer({ mediaStream: microphone, pcConfig: { iceServers: [] } })
  }

  decline(): void { if (!this.session.isEnded()) this.session.terminate({ status_code: DECLINED }) }
  hangUp(): void { if (!this.session.isEnded()) this.session.terminate() }
  mute(is: boolean): void { if (is) this.session.mute({ audio: true }); else this.session.unmute({ audio: true }) }

  /** A tone of the keypad, sent beside the voice (RFC 4733). */
  press(key: string): void {
    this.session.connection?.getSenders().find((one) => one.dtmf)?.dtmf?.insertDTMF(key, 120, 70)
  }

  /** Speak with another microphone from now on. */
  async speakWith(track: MediaStreamTrack): Promise<void> {
    await this.session.connection?.getSenders().find((one) => one.track?.kind === 'audio')?.replaceTrack(track)
  }

  /** How the voices travel; null while they do not. */
  async sample(): Promise<Sample | null> {
    const wire = this.session.connection
    if (!wire || wire.connectionState === 'closed') return null
    return sampleOf((await wire.getStats()) as unknown as Reports, Date.now())
  }
}

/** A phone that is registered, or tries to be, until it is put down. */
export class Sip {
  private readonly ua: UA

  constructor(account: Account, private readonly told: Told) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    this.ua = new UA({
      sockets: new WebSocketInterface(`${scheme}://${location.host}${account.path}`),
      uri: `sip:${account.account}@${account.domain}`,
      authorization_user: account.account,
      password: account.password,
      register: true,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: MIN_AGAIN_S,
      connection_recovery_max_interval: MAX_AGAIN_S,
      user_agent: 'helpline-desk',
    })
    this.ua.on('connecting', () => told.stands('connecting'))
    this.ua.on('disconnected', ({ error }) => { if (error) told.stands('cut') })
    this.ua.on('registered', () => told.stands('ready'))
    // without a response the socket was cut under it: that is told by `disconnected`
    this.ua.on('registrationFailed', ({ response }) => told.stands(response ? 'refused' : 'cut'))
    this.ua.on('newRTCSession', (event: RTCSessionEvent) => this.arrived(event))
    this.ua.start()
  }

  private arrived(event: RTCSessionEvent): void {
    if (event.originator !== 'remote') return
    const { session, request } = event as IncomingRTCSessionEvent
    const call = request.getHeader('X-Call-Id') ?? ''
    this.told.rings(new Leg(session, call, request.from.display_name || request.from.uri.user || ''))
  }

  /** A new password for the same account; it counts at the next registration, which is asked for at once. */
  renew(password: string): void {
    this.ua.set('password', password)
    this.ua.register()
  }

  /** Register again now. */
  again(): void { if (this.ua.isConnected()) this.ua.register() }

  /** Ends what rings or talks as well. */
  putDown(): void { this.ua.stop() }
}
