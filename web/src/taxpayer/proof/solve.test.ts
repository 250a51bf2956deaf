import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { sha256 } from './sha256'
import { solve } from './solve'

const hex = (words: Int32Array): string => Array.from(words, (x) => (x >>> 0).toString(16).padStart(8, '0')).join('')

test('the sum is SHA-256, whatever the length', () => {
  for (let length = 0; length < 200; length++) {
    const text = 'abc1.'.repeat(40).slice(0, length)
    expect(hex(sha256(text))).toBe(createHash('sha256').update(text).digest('hex'))
  }
})

test('a solution begins with as many zero bits as were asked for', () => {
  const proof = solve({ challenge: '00ff.1793952000.12.abcdef', bits: 12 })

  expect(proof.startsWith('00ff.1793952000.12.abcdef.')).toBe(true)
  expect(createHash('sha256').update(proof).digest('hex').startsWith('000')).toBe(true)
})
