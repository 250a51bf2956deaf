/**
 * <helpline-widget>: a round button on other sites' pages that opens the taxpayer's page in a frame of its own.
 * One script tag is enough: <script src="…/static/widget.js" data-system="CODE"></script>
 */

import { widget as words } from '@/locales/zh/widget'
import { look } from './look'

const TAG = 'helpline-widget'
const KEPT_OPEN = 'helpline-open'
const BUBBLE = '<path d="M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z"/><path d="m8.500 11 2.500 2.500 4.500-4.500"/>'
const CROSS = '<path d="m5 9 7 7 7-7"/>'

/** The tag that brought this script: its address says where the service is. */
const script = document.currentScript as HTMLScriptElement | null
const service = new URL(script?.src ?? location.href).origin

/** A click on a page of an old browser may find storage forbidden; then the widget just starts closed. */
function keptOpen(open?: boolean): boolean {
  try {
    if (open !== undefined) sessionStorage.setItem(KEPT_OPEN, open ? '1' : '')
    return sessionStorage.getItem(KEPT_OPEN) === '1'
  } catch {
    return false
  }
}

class HelplineWidget extends HTMLElement {
  private frame: HTMLIFrameElement | null = null
  private readonly button = document.createElement('button')
  private readonly count = document.createElement('span')
  private readonly told = document.createElement('span')
  private shown = false

  connectedCallback(): void {
    if (!this.shadowRoot) this.build()
    window.addEventListener('message', this.heard)
    document.addEventListener('keydown', this.keyed)
    if (keptOpen()) this.show(true, false)
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.heard)
    document.removeEventListener('keydown', this.keyed)
  }

  private build(): void {
    const root = this.attachShadow({ mode: 'open' })
    dress(root)
    this.count.className = 'count'
    this.count.hidden = true
    this.count.setAttribute('aria-hidden', 'true')
    this.told.className = 'sr'
    this.told.setAttribute('role', 'status')
    this.button.type = 'button'
    this.button.setAttribute('aria-haspopup', 'dialog')
    this.button.addEventListener('click', () => this.show(!this.shown))
    root.append(this.button, this.told)
    this.label(0)
  }

  private label(unread: number): void {
    const name = this.shown ? words.close : words.open
    this.button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true">${this.shown ? CROSS : BUBBLE}</svg>`
    this.button.append(this.count)
    this.button.title = name
    this.button.setAttribute('aria-label', unread > 0 ? `${name}，${words.unread(unread)}` : name)
    this.button.setAttribute('aria-expanded', String(this.shown))
    this.count.hidden = unread === 0
    this.count.textContent = unread > 99 ? '99+' : String(unread)
    this.told.textContent = unread > 0 ? words.unread(unread) : ''
  }

  private show(open: boolean, move = true): void {
    this.shown = open
    keptOpen(open)
    const frame = (this.frame ??= this.open())
    frame.hidden = !open
    frame.classList.toggle('shown', open)
    this.label(0)
    this.tell()
    if (move) (open ? frame : this.button).focus()
  }

  /** The frame is made at the first opening and then kept, so that a dialogue goes on behind a folded widget. */
  private open(): HTMLIFrameElement {
    const frame = document.createElement('iframe')
    const query = new URLSearchParams({ host: location.origin })
    const system = this.getAttribute('system')
    if (system) query.set('system', system)
    frame.src = `${service}/widget?${query.toString()}`
    frame.title = words.frame
    frame.allow = 'camera; clipboard-write'
    this.shadowRoot?.insertBefore(frame, this.button)
    return frame
  }

  private tell(): void {
    this.frame?.contentWindow?.postMessage({ type: 'helpline:shown', open: this.shown }, service)
  }

  private readonly heard = (event: MessageEvent): void => {
    if (event.origin !== service || !this.frame || event.source !== this.frame.contentWindow) return
    const said = event.data as { type?: unknown; count?: unknown } | null
    if (said?.type === 'helpline:ready') this.tell()
    if (said?.type === 'helpline:fold') this.show(false)
    if (said?.type === 'helpline:unread' && Number.isInteger(said.count)) this.label(this.shown ? 0 : Number(said.count))
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.shown) this.show(false)
  }
}

/** Constructed style sheets pass a strict content policy of the host page; old browsers take an element. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(look)
    root.adoptedStyleSheets = [sheet]
  } catch {
    const style = document.createElement('style')
    style.textContent = look
    root.append(style)
  }
}

/** Stand on the page once, unless the page placed the element itself. */
function place(): void {
  if (document.querySelector(TAG)) return
  const element = document.createElement(TAG)
  if (script?.dataset.system) element.setAttribute('system', script.dataset.system)
  document.body.append(element)
}

if (!customElements.get(TAG)) {
  customElements.define(TAG, HelplineWidget)
  if (document.body) place()
  else document.addEventListener('DOMContentLoaded', place)
}
