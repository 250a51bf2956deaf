import { describe, expect, it } from 'vitest'
import { fillKnown, hasGap, nearPhrases, nextGap, put, tokenAt } from './token'

const ask = (text: string): string | null => {
  const token = tokenAt(text, text.length)
  return token && token.sign + token.query
}

describe('the token at the caret', () => {
  it('opens at the start, after a space, after a stop and after a Chinese character', () => {
    expect(ask('/查')).toBe('/查')
    expect(ask('好的 #退税')).toBe('#退税')
    expect(ask('请核对。/查')).toBe('/查')
    expect(ask('请核对/')).toBe('/')
  })

  it('is not seen in addresses, fractions and names', () => {
    expect(ask('http://a')).toBeNull()
    expect(ask('https:/')).toBeNull()
    expect(ask('1/2')).toBeNull()
    expect(ask('C#')).toBeNull()
  })

  it('ends with a space, and when it grows too long', () => {
    expect(ask('/查 好')).toBeNull()
    expect(ask(`#${'字'.repeat(17)}`)).toBeNull()
  })

  it('is taken at the caret, not at the end', () => {
    expect(tokenAt('a /查规定 b', 5)).toEqual({ sign: '/', query: '查规', from: 2, to: 5 })
  })
})

describe('putting a phrase in', () => {
  it('replaces the token and selects the first gap', () => {
    const filled = put('好。/查', 2, 4, '请稍等，约需 {分钟} 分钟。')

    expect(filled.text).toBe('好。请稍等，约需 {分钟} 分钟。')
    expect(filled.text.slice(filled.from, filled.to)).toBe('{分钟}')
  })

  it('leaves the caret after a phrase without gaps', () => {
    expect(put('ab', 1, 1, 'XY')).toEqual({ text: 'aXYb', from: 3, to: 3 })
  })

  it('fills what is known and leaves the rest to the writer', () => {
    expect(fillKnown('{称呼}您好，{工号}号，{问题}', { 工号: '0317', 称呼: null })).toBe('{称呼}您好，0317号，{问题}')
  })

  it('goes to the next gap, and knows one that nobody filled', () => {
    const text = '{a} 和 {b}'

    expect(nextGap(text, 3)).toEqual({ from: 6, to: 9 })
    expect(nextGap(text, 9)).toBeNull()
    expect(hasGap(text)).toBe(true)
    expect(hasGap('无')).toBe(false)
  })
})

describe('phrases near to a query', () => {
  const phrase = (shortcut: string, moment: string, text: string) => ({ shortcut, moment, text })
  const BOOK = [phrase('单位', '需要知道是哪家单位', '为了查您单位的情况'), phrase('还在查', '对方催', '请稍候'), phrase('查询中', '要查资料', '请您稍等')]
  const near = (query: string): string[] => nearPhrases(BOOK, query).map((one) => one.shortcut)

  it('begin with the shortcut, then hold it; words inside count only when no shortcut fits', () => {
    expect(near('查')).toEqual(['查询中', '还在查'])
    expect(near('稍')).toEqual(['还在查', '查询中'])
  })

  it('are all for an empty query and none for a strange one', () => {
    expect(near('')).toHaveLength(3)
    expect(near('喵')).toEqual([])
  })
})
