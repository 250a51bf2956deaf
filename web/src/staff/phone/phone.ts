/** My phone: it stands by while I am on duty, rings, and talks. One for all pages of a tab, one tab for all of a browser. */

import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { serverNow } from '../../shared/clock'
import { sentence } from '../../shared/http'
import { at } from '../../shared/time'
import { desk } from '../live/feed'
import { ask, me, serves } from '../session/me'
import { askForMicrophone, chosen, lookForPermission, microphone, permission, soundThrough } from './devices'
import { hold, type Holding } from './holder'
import type { Quality, Sample } from './quality'
import { qualityOf } from './quality'
import type { Account, Leg, Registered, Sip } from './sip'

/**
 * off: not on duty. absent: this house has no hotline. microphone: not allowed, or there is none. elsewhere: another tab has the
 * phone. The rest says how it stands with the exchange.
 */
export type Standing = 'off' | 'absent' | 'microphone' | 'elsewhere' | Registered
export type Talking = 'none' | 'ringing' | 'answering' | 'talking'

/** Answer to `GET /api/desk/phone`; without an account `missing` says why there is none. */
export interface PhoneAnswer { account: Account | null; extension: string; missing: string }

interface State { standing: Standing; why: string; extension: string; talking: Talking; call: string; label: string; since: number; muted: boolean; quality: Quality | null; heard: number; spoken: number }
const AT_REST = { talking: 'none', call: '', label: '', since: 0, muted: false, quality: null, heard: 0, spoken: 0 } as const

export const phone = reactive<State>({ standing: 'off', why: '', extension: '', ...AT_REST })
/** The last sample of the running call, for tests and for who repairs. */
export const lastSample = shallowRef<Sample | null>(null)

const RENEW_BEFORE_MS = 60_000
const AGAIN_MS = 5_000
const SAMPLE_EVERY_MS = 500
const QUALITY_OVER_MS = 3_000

let sip: Sip | null = null
let leg: Leg | null = null
let speaking: MediaStream | null = null
let holding: Holding | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let sampling: ReturnType<typeof setInterval> | undefined
let speaker: HTMLAudioElement | null = null

/** Pages that need the phone whatever my presence: a team lead's board listens. */
const needed = ref(0)
const onDuty = computed(() => Boolean(desk.value && desk.value.presence.state !== 'away'))
const wanted = computed(() => Boolean(me.value && serves.value && (onDuty.value || needed.value > 0)))

/** Let the phone stand by while a page is open. */
export function useStandBy(): void {
  needed.value += 1
  onScopeDispose(() => { needed.value -= 1 })
}

/** What I asked for myself rings with these words, and is picked up at once. */
export type Asked = '监听' | '回呼'
const expected = new Map<Asked, number>()
const EXPECTED_FOR_MS = 30_000

/** I am about to ask for a call that rings here first. Without a phone on this page it rings on the telephone beside it. */
export function expect(asked: Asked): void { expected.set(asked, Date.now() + EXPECTED_FOR_MS) }

function isExpected(label: string): boolean {
  const asked = [...expected].find(([words, until]) => label.includes(words) && until > Date.now())
  if (!asked) return false
  expected.delete(asked[0])
  return true
}

/** Keep the phone ready while I am on duty. A call that runs keeps it, whatever I set. Call once. */
export function keepPhone(): void {
  watch([wanted, () => phone.talking === 'none'], ([on, free]) => {
    if (on && !holding) begin()
    if (!on && free) end()
  }, { immediate: true })
  watch(() => me.value?.id, (id, before) => { if (before && id !== before) end() })
  watch(permission, (now) => { if (now === 'granted' && phone.standing === 'microphone') void open() })
  watch(() => chosen.microphone, () => void changeMicrophone())
  watch(() => chosen.earpiece, () => { if (speaker) void soundThrough(speaker as object, 'earpiece') })
  // a page that is loaded anew loses the talk: the browser asks first
  watch(() => phone.talking === 'talking', (talks) => {
    if (talks) window.addEventListener('beforeunload', stay)
    else window.removeEventListener('beforeunload', stay)
  })
  onScopeDispose(end)
}
const stay = (event: Event): void => event.preventDefault()

function begin(): void {
  holding = hold({ mine: () => void open(), elsewhere: () => { phone.standing = 'elsewhere' } })
}

function end(): void {
  clearTimeout(timer)
  leg?.hangUp()
  over()
  sip?.putDown()
  sip = null
  holding?.lay()
  holding = null
  Object.assign(phone, { standing: 'off', why: '' })
}

/** Ask the house for my account and register with it. */
async function open(): Promise<void> {
  clearTimeout(timer)
  if (!holding || sip) return
  phone.standing = 'connecting'
  try {
    const answer = await ask<PhoneAnswer>('GET', '/api/desk/phone')
    Object.assign(phone, { extension: answer.extension, why: answer.missing })
    if (!answer.account) return void (phone.standing = 'absent')
    const may = await lookForPermission()
    if (may !== 'granted') return void (phone.standing = 'microphone')
    await register(answer.account)
  } catch (why) {
    Object.assign(phone, { standing: 'cut', why: sentence(why) })
    timer = setTimeout(() => void open(), AGAIN_MS)
  }
}

async function register(account: Account): Promise<void> {
  const { Sip } = await import('./sip')
  if (!holding || sip) return
  sip = new Sip(account, { stands, rings })
  renewAt(account.valid_until)
}

function renewAt(until: string): void {
  clearTimeout(timer)
  timer = setTimeout(() => void renew(), Math.max(AGAIN_MS, at(until) - serverNow() - RENEW_BEFORE_MS))
}

/** The password lives for a short while only. */
async function renew(): Promise<void> {
  try {
    const { account } = await ask<PhoneAnswer>('GET', '/api/desk/phone')
    if (!account || !sip) return
    sip.renew(account.password)
    renewAt(account.valid_until)
  } catch {
    timer = setTimeout(() => void renew(), AGAIN_MS)
  }
}

function stands(how: Registered): void {
  phone.standing = how
  phone.why = ''
  if (how !== 'refused') return
  clearTimeout(timer)
  timer = setTimeout(() => void renew(), AGAIN_MS) // the exchange may have forgotten the account: it is made known again
}

/** The browser is asked for the microphone, by a click of mine. */
export async function allowMicrophone(): Promise<void> {
  if (await askForMicrophone()) await open()
}

function rings(one: Leg): void {
  if (leg) return one.decline()
  leg = one
  one.tell({ talks, voice, over: () => { if (leg === one) over() } })
  Object.assign(phone, { ...AT_REST, talking: 'ringing', call: one.call, label: one.label })
  if (isExpected(one.label)) void answer().catch(() => undefined) // `permission` says why not; it rings on
}

/** Pick up. Throws when the microphone is refused. */
export async function answer(): Promise<void> {
  const one = leg
  if (!one || phone.talking !== 'ringing') return
  phone.talking = 'answering'
  try {
    speaking = await microphone()
    if (leg === one) one.answer(speaking)
    else quiet()
  } catch (trouble) {
    if (leg === one) phone.talking = 'ringing'
    throw trouble
  }
}

function talks(): void {
  Object.assign(phone, { talking: 'talking', since: serverNow() })
  const samples: Sample[] = []
  clearInterval(sampling)
  sampling = setInterval(() => void measure(samples), SAMPLE_EVERY_MS)
}

async function measure(samples: Sample[]): Promise<void> {
  const now = await leg?.sample()
  if (!now) return
  lastSample.value = now
  samples.push(now)
  while (samples.length > 2 && now.at - samples[1]!.at >= QUALITY_OVER_MS) samples.shift()
  Object.assign(phone, { quality: qualityOf(samples[0]!, now), heard: now.heard, spoken: phone.muted ? 0 : now.spoken })
}

function voice(stream: MediaStream): void {
  speaker ??= new Audio()
  speaker.autoplay = true
  speaker.srcObject = stream
  void soundThrough(speaker as object, 'earpiece')
  void speaker.play().catch(() => undefined) // a browser that wants a gesture first has had one: I picked up
}

function over(): void {
  leg = null
  clearInterval(sampling)
  quiet()
  if (speaker) speaker.srcObject = null
  Object.assign(phone, AT_REST)
}

function quiet(): void {
  for (const track of speaking?.getTracks() ?? []) track.stop()
  speaking = null
}

async function changeMicrophone(): Promise<void> {
  if (!speaking || !leg) return
  const fresh = await microphone().catch(() => null) // `permission` says why not
  const [track] = fresh?.getAudioTracks() ?? []
  if (!fresh || !track) return
  track.enabled = !phone.muted
  await leg.speakWith(track)
  quiet()
  speaking = fresh
}

export function setMuted(is: boolean): void {
  leg?.mute(is)
  phone.muted = is
}
export const hangUp = (): void => leg?.hangUp()
export const decline = (): void => leg?.decline()
export const press = (key: string): void => leg?.press(key)
