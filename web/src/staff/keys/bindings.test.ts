import { describe, expect, it } from 'vitest'
import { actionOf, BINDINGS, chords, KEPT_BY_BROWSERS, NAMES, type Pressed, WITHIN } from './bindings'

const press = (code: string, held: Partial<Pressed> = {}): Pressed => ({ code, altKey: false, ctrlKey: false, metaKey: false, isComposing: false, ...held })

describe('the key map', () => {
  it('gives no key to two actions that can be valid at the same time', () => {
    const taken = new Map<string, string>()
    const clashes: string[] = []
    for (const place of ['dialogue', 'call', 'wallboard'] as const) {
      taken.clear()
      for (const name of NAMES.filter((n) => WITHIN[place].includes(BINDINGS[n].place)))
        for (const chord of chords(BINDINGS[name])) {
          if (taken.has(chord)) clashes.push(`${chord}: ${taken.get(chord)} and ${name}`)
          taken.set(chord, name)
        }
    }

    expect(clashes).toEqual([])
  })

  it('uses nothing on the desk that a browser keeps', () => {
    const used = NAMES.filter((n) => BINDINGS[n].place !== 'wallboard').flatMap((n) => chords(BINDINGS[n]))

    expect(used.filter((chord) => KEPT_BY_BROWSERS.includes(chord))).toEqual([])
  })
})

describe('a pressed key', () => {
  it('rests as a single key while somebody types, and works with Alt', () => {
    expect(actionOf(press('Digit2'), false, 'desk')).toBe('tab2')
    expect(actionOf(press('Digit2'), true, 'desk')).toBeNull()
    expect(actionOf(press('Digit2', { altKey: true }), true, 'desk')).toBe('tab2')
  })

  it('works with Alt whether or not somebody types', () => {
    expect(actionOf(press('KeyW', { altKey: true }), true, 'dialogue')).toBe('wait')
    expect(actionOf(press('KeyW', { altKey: true }), false, 'dialogue')).toBe('wait')
    expect(actionOf(press('KeyW', { altKey: true }), true, 'call')).toBe('hold')
    expect(actionOf(press('KeyW'), false, 'dialogue')).toBeNull()
  })

  it('leaves AltGr and an input method alone', () => {
    expect(actionOf(press('KeyQ', { altKey: true, ctrlKey: true }), true, 'desk')).toBeNull()
    expect(actionOf(press('F8', { isComposing: true }), true, 'desk')).toBeNull()
  })

  it('sends with Ctrl or with ⌘', () => {
    expect(actionOf(press('Enter', { ctrlKey: true }), true, 'desk')).toBe('send')
    expect(actionOf(press('Enter', { metaKey: true }), true, 'desk')).toBe('send')
    expect(actionOf(press('Enter'), true, 'desk')).toBeNull()
  })

  it('means nothing where it does not belong', () => {
    expect(actionOf(press('F8'), false, 'wallboard')).toBeNull()
    expect(actionOf(press('KeyF'), false, 'desk')).toBeNull()
    expect(actionOf(press('Slash'), false, 'wallboard')).toBe('help')
  })
})
