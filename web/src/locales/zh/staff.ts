/** Every word of the staff pages, by page. */
import { account } from './staff/account'
import { audit } from './staff/audit'
import { calendar } from './staff/calendar'
import { desk } from './staff/desk'
import { frame, keys } from './staff/frame'
import { home } from './staff/home'
import { knowledge } from './staff/knowledge'
import { people } from './staff/people'
import { promises } from './staff/promises'
import { secrecy } from './staff/secrecy'
import { session } from './staff/session'
import { side } from './staff/side'
import { talk } from './staff/talk'
import { taxpayers } from './staff/taxpayers'
import { wallboard } from './staff/wallboard'
import { shared } from './shared'

export const staff = { product: shared.product, account, audit, calendar, desk, frame, home, keys, knowledge, people, promises, secrecy, session, side, talk, taxpayers, wallboard } as const
