/** Who is signed in, and what that person may open. */

import { computed, ref } from 'vue'
import { ask as askServer, type Ask, Refusal } from '../../shared/http'
import type { Me } from '../../shared/types'
import { w } from '../words'
import { wayOut } from './wayOut'

/** undefined: not known yet; null: nobody. */
export const me = ref<Me | null | undefined>(undefined)
/** The cookie ended under a page that was in use: say so at the door. */
export const expired = ref(false)

/** All pages of this log-in are covered until the password was given. */
export const locked = ref(false)

const SIGNED_OUT = 401
const LOCKED = 423

/** Ask the server as the signed-in person. A lost cookie leads to the sign-in page, with the way back. */
export async function ask<T>(method: string, path: string, options: Ask = {}): Promise<T> {
  try {
    return await askServer<T>(method, path, options)
  } catch (trouble) {
    if (trouble instanceof Refusal && trouble.status === SIGNED_OUT) lose()
    if (trouble instanceof Refusal && trouble.status === LOCKED) locked.value = true
    throw trouble
  }
}

/** The cookie no longer counts. */
export function lose(): void {
  if (me.value) expired.value = true // asked twice at once, refused twice: the second knows nobody any more
  me.value = null
  locked.value = false
}

/** Learn who is signed in. Throws `Unreachable` when nobody answers: that is no reason to ask for the password again. */
export async function recognise(): Promise<void> {
  try {
    me.value = await askServer<Me>('GET', '/api/session')
    locked.value = me.value.locked
  } catch (trouble) {
    if (!(trouble instanceof Refusal)) throw trouble
    me.value = null
  }
}

export async function signIn(number: string, password: string, code = ''): Promise<Me> {
  me.value = await askServer<Me>('POST', '/api/session', { body: { number, password, code } })
  expired.value = false
  return me.value
}

/** Who came by a bureau's own log-in goes on to log out there as well. */
export async function signOut(): Promise<void> {
  const onward = await wayOut()
  await askServer('DELETE', '/api/session').catch(() => undefined) // signed out here in any case
  expired.value = false
  locked.value = false
  me.value = null
  if (onward) location.assign(onward)
}

export type Page = 'home' | 'desk' | 'wallboard' | 'promises' | 'knowledge' | 'calendar' | 'taxpayers' | 'people' | 'tokens' | 'secrecy' | 'audit' | 'measures' | 'staffing'

const SERVE = ['consultant', 'team_lead']
/** Who watches does nothing but watch. */
const AUDIT = 'audit_administrator'
const OVERSEE = ['provider_manager', 'district_officer', 'municipal_officer']
const TRAFFIC = ['team_lead', 'inspector', ...OVERSEE]
/** Who may open what, for the menu only: the server decides at each door (people's policy). */
const OPENED_BY: Record<Page, readonly string[] | 'everybody' | 'working'> = {
  home: 'everybody',
  desk: SERVE,
  wallboard: ['team_lead', ...OVERSEE],
  promises: [...SERVE, ...OVERSEE],
  knowledge: 'working',
  calendar: 'working',
  taxpayers: [...SERVE, ...OVERSEE],
  people: ['provider_manager', 'district_officer', 'municipal_officer', 'system_administrator', 'security_administrator'],
  tokens: ['system_administrator'],
  secrecy: [...SERVE, ...OVERSEE, 'security_administrator'],
  audit: [AUDIT],
  measures: [...TRAFFIC],
  staffing: [...TRAFFIC],
}

export function mayOpen(page: Page): boolean {
  const roles = OPENED_BY[page]
  const role = me.value?.role
  if (!role) return false
  if (typeof roles !== 'string') return roles.includes(role)
  return roles === 'everybody' || role !== AUDIT
}

/** What a page is called: the board of a team lead is everybody else's monitor. */
export const placeOf = (page: Page): string => (page === 'wallboard' && me.value?.role !== 'team_lead' ? w.frame.places.monitor : w.frame.places[page])

export const PAGES = Object.keys(OPENED_BY) as Page[]
export const openPages = computed(() => PAGES.filter(mayOpen))
export const serves = computed(() => mayOpen('desk'))
/** R18.1: whose work may need a masked field in the clear. */
export const mayReveal = computed(() => ['consultant', 'team_lead', 'district_officer'].includes(me.value?.role ?? ''))
