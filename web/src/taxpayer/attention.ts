/** Calling somebody back who looks elsewhere: the title changes, a notification if allowed, the widget's badge. */

import { taxpayer as words } from '@/locales/zh/taxpayer'
import { framed } from './screen'

const FLASH_MS = 1000
let unread = 0
let flashing: ReturnType<typeof setInterval> | undefined
let folded = false // the widget's frame is closed: the page lives on, unseen

/** The page that frames us, as the widget named it; messages go to it alone. */
const host = framed ? originOf(new URLSearchParams(location.search).get('host')) : null

function originOf(address: string | null): string | null {
  try {
    return address ? new URL(address).origin : null
  } catch {
    return null
  }
}

function tellHost(type: string, more: Record<string, unknown> = {}): void {
  if (host && window.parent !== window) window.parent.postMessage({ type: `helpline:${type}`, ...more }, host)
}

export const unseen = (): boolean => document.hidden || folded

function calm(): void {
  unread = 0
  clearInterval(flashing)
  flashing = undefined
  document.title = words.title
  tellHost('unread', { count: 0 })
}

/** Something arrived. Does nothing while the page is looked at. */
export function callBack(count: number, text: string): void {
  if (!unseen()) return
  unread += count
  tellHost('unread', { count: unread })
  flashing ??= setInterval(() => {
    document.title = document.title === words.title ? words.talk.flash + words.title : words.title
  }, FLASH_MS)
  if ('Notification' in window && Notification.permission === 'granted') {
    const note = new Notification(words.title, { body: text, tag: 'helpline' })
    note.onclick = () => window.focus()
  }
}

/** Ask to be allowed to notify; no answer is an answer, too. */
export async function askToNotify(): Promise<void> {
  if ('Notification' in window && Notification.permission === 'default') await Notification.requestPermission().catch(() => 'denied')
}

export const foldFrame = (): void => tellHost('fold')

const told = new Set<() => void>()

/** Told when the page is seen again. Returns how to stop. */
export function whenSeen(tell: () => void): () => void {
  told.add(tell)
  return () => told.delete(tell)
}

function seen(): void {
  if (unseen()) return
  calm()
  for (const tell of told) tell()
}

/** Begin to watch whether anybody looks; once. */
export function watchAttention(): void {
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('message', (event: MessageEvent) => {
    if (host === null || event.source !== window.parent || event.origin !== host) return
    const said = event.data as { type?: unknown; open?: unknown } | null
    if (said?.type !== 'helpline:shown') return
    folded = said.open !== true
    seen()
  })
  tellHost('ready')
}
