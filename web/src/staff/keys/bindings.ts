/** The keys of the staff pages: one table, so that no two actions can share a key unnoticed. */

/**
 * How a key is pressed. `alt`: always with Alt. `single`: alone, and with Alt while somebody types. `function`: a function key, alone.
 * `send`: with Ctrl (or ⌘).
 */
export type Press = 'alt' | 'single' | 'function' | 'send'

/** `code` is the key's place on the board (KeyboardEvent.code), which stays the same under every input method. */
export interface Binding { readonly code: string; readonly press: Press; readonly cap: string; readonly place: Place }

/** Where a key is valid. `everywhere` clashes with every other place; `dialogue` and `call` are what stands open on the desk, one at a time. */
export type Place = 'everywhere' | 'desk' | 'dialogue' | 'call' | 'wallboard'

/** What is valid together with a place, for the sheet of keys. */
export const WITHIN: Record<Place, readonly Place[]> = {
  everywhere: ['everywhere'], desk: ['everywhere', 'desk', 'dialogue', 'call'], dialogue: ['everywhere', 'desk', 'dialogue'], call: ['everywhere', 'desk', 'call'],
  wallboard: ['everywhere', 'wallboard'],
}

const alt = (letter: string, place: Place): Binding => ({ code: `Key${letter}`, press: 'alt', cap: `Alt ${letter}`, place })
const single = (code: string, cap: string, place: Place): Binding => ({ code, press: 'single', cap, place })
const fn = (cap: string, place: Place): Binding => ({ code: cap, press: 'function', cap, place })

export const BINDINGS = {
  help: single('Slash', '?', 'everywhere'),
  dial: alt('H', 'everywhere'),
  presence: fn('F2', 'desk'),
  mostUrgent: fn('F4', 'desk'),
  claim: fn('F8', 'desk'),
  answer: fn('F9', 'desk'),
  returnOffer: alt('X', 'desk'),
  next: alt('J', 'desk'),
  previous: alt('K', 'desk'),
  transfer: alt('T', 'dialogue'),
  withdraw: alt('Z', 'dialogue'),
  finish: alt('Q', 'desk'),
  unfold: alt('O', 'dialogue'),
  wait: alt('W', 'dialogue'),
  later: alt('L', 'dialogue'),
  insert: alt('I', 'desk'),
  cite: alt('C', 'desk'),
  wrong: alt('R', 'desk'),
  missing: alt('M', 'desk'),
  decline: alt('N', 'dialogue'),
  nextEntry: { code: 'ArrowDown', press: 'alt', cap: 'Alt ↓', place: 'desk' },
  previousEntry: { code: 'ArrowUp', press: 'alt', cap: 'Alt ↑', place: 'desk' },
  seek: alt('S', 'desk'),
  promises: alt('G', 'desk'),
  pause: alt('P', 'desk'),
  reply: alt('A', 'dialogue'),
  picture: alt('U', 'dialogue'),
  mute: alt('Y', 'desk'),
  tab1: single('Digit1', '1', 'desk'),
  tab2: single('Digit2', '2', 'desk'),
  tab3: single('Digit3', '3', 'desk'),
  tab4: single('Digit4', '4', 'desk'),
  send: { code: 'Enter', press: 'send', cap: 'Ctrl Enter', place: 'desk' },
  hold: alt('W', 'call'),
  silence: alt('A', 'call'),
  keypad: alt('O', 'call'),
  consult: alt('L', 'call'),
  joinAll: alt('Z', 'call'),
  handOver: alt('T', 'call'),
  refuse: alt('N', 'call'),
  nextStep: { code: 'Period', press: 'alt', cap: 'Alt .', place: 'call' },
  previousStep: { code: 'Comma', press: 'alt', cap: 'Alt ,', place: 'call' },
  screen: single('KeyF', 'F', 'wallboard'),
  listen: single('KeyL', 'L', 'wallboard'),
  whisper: single('KeyW', 'W', 'wallboard'),
  stepIn: single('KeyI', 'I', 'wallboard'),
  takeOver: single('KeyO', 'O', 'wallboard'),
  move: single('KeyM', 'M', 'wallboard'),
  setState: single('KeyS', 'S', 'wallboard'),
  dialogues: single('KeyG', 'G', 'wallboard'),
  shut: { code: 'Escape', press: 'function', cap: 'Esc', place: 'wallboard' },
} as const satisfies Record<string, Binding>

export type KeyName = keyof typeof BINDINGS

export const NAMES = Object.keys(BINDINGS) as KeyName[]

/** What the browsers keep for themselves: with these a page must not begin. */
export const KEPT_BY_BROWSERS: readonly string[] = [
  'Alt+KeyD', 'Alt+KeyE', 'Alt+KeyF', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+Home', 'F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12',
]

/** A pressed key, as far as it matters here. */
export type Pressed = Pick<KeyboardEvent, 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing'>

/** The ways a binding can be pressed, as words to compare. */
export function chords(binding: Binding): string[] {
  switch (binding.press) {
    case 'alt': return [`Alt+${binding.code}`]
    case 'single': return [binding.code, `Alt+${binding.code}`]
    case 'function': return [binding.code]
    case 'send': return [`Ctrl+${binding.code}`]
  }
}

function fits(binding: Binding, key: Pressed, typing: boolean): boolean {
  if (key.code !== binding.code) return false
  const control = key.ctrlKey || key.metaKey
  if (binding.press === 'send') return control && !key.altKey
  if (control) return false // Ctrl+Alt is how AltGr types letters
  if (binding.press === 'alt') return key.altKey
  if (binding.press === 'function') return !key.altKey
  return key.altKey || !typing
}

/** The action of a pressed key at `place`, or null. Keys that an input method is composing with mean nothing. */
export function actionOf(key: Pressed, typing: boolean, place: Place): KeyName | null {
  if (key.isComposing) return null
  const here = (name: KeyName): boolean => BINDINGS[name].place === place || BINDINGS[name].place === 'everywhere'
  return NAMES.find((name) => here(name) && fits(BINDINGS[name], key, typing)) ?? null
}
