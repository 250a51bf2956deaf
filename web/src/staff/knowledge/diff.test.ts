import { describe, expect, it } from 'vitest'
import { compared } from './diff'

const signs = { same: ' ', added: '+', removed: '-' }
const drawn = (before: string, after: string): string => compared(before, after).map((line) => signs[line.kind] + line.text).join('|')

describe('two versions', () => {
  it('show what was added and what was taken away, in reading order', () => {
    expect(drawn('1. 登录\n2. 点申报\n3. 提交', '1. 登录\n2. 点【我要办税】\n3. 提交\n4. 看回执')).toBe(' 1. 登录|-2. 点申报|+2. 点【我要办税】| 3. 提交|+4. 看回执')
  })

  it('that are equal show nothing new, and each can be given back from the lines', () => {
    expect(drawn('a\nb', 'a\nb')).toBe(' a| b')
    const lines = compared('a\nb\nc', 'c\na\nd')
    expect(lines.filter((l) => l.kind !== 'added').map((l) => l.text)).toEqual(['a', 'b', 'c'])
    expect(lines.filter((l) => l.kind !== 'removed').map((l) => l.text)).toEqual(['c', 'a', 'd'])
  })
})
