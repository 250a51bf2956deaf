import { describe, expect, it } from 'vitest'
import { pieces, read } from './answer'
import { phoneFault } from './phone'
import { sizeWords } from './sizes'

describe('read', () => {
  it('finds the steps between what leads to them and what follows', () => {
    const text = '多半是还没取回反馈：\n1. 打开【申报表报送】。\n2、点【获取反馈】。\n  仍不行就退出重登。\n（3）核对。\n请不要重复报送。'

    expect(read(text)).toEqual({
      lead: ['多半是还没取回反馈：'],
      steps: ['打开【申报表报送】。', '点【获取反馈】。\n仍不行就退出重登。', '核对。'],
      rest: ['请不要重复报送。'],
    })
  })

  it('knows 第一步 and ①', () => {
    expect(read('第一步：登录\n第二步：申报').steps).toEqual(['登录', '申报'])
    expect(read('①登录\n②申报').steps).toEqual(['登录', '申报'])
  })

  it('does not take a lone number, a date or an amount for steps', () => {
    expect(read('1. 只有一句').steps).toEqual([])
    expect(read('2026.10 起执行\n3.5 元').steps).toEqual([])
  })
})

describe('pieces', () => {
  it('marks names of buttons and addresses, and nothing else', () => {
    expect(pieces('点【登录】看 https://etax.example.cn/a?b=1。<b>x</b>')).toEqual([
      { kind: 'text', text: '点' },
      { kind: 'strong', text: '【登录】' },
      { kind: 'text', text: '看 ' },
      { kind: 'link', text: 'https://etax.example.cn/a?b=1' },
      { kind: 'text', text: '。<b>x</b>' },
    ])
    expect(pieces('javascript:alert(1)')).toEqual([{ kind: 'text', text: 'javascript:alert(1)' }])
  })
})

describe('phoneFault', () => {
  it.each(['13800138000', '+86 138 0013 8000', '021-12345678', '02112345678', '400-810-1234'])('lets %s pass', (number) => {
    expect(phoneFault(number)).toBe('')
  })

  it.each(['', '12345', '1380013800', '12345678', 'abc'])('says what is wrong with "%s"', (number) => {
    expect(phoneFault(number)).not.toBe('')
  })
})

describe('sizeWords', () => {
  it('speaks in whole units', () => {
    expect([sizeWords(100), sizeWords(345_000), sizeWords(1_600_000), sizeWords(12_582_912)]).toEqual(['1 KB', '337 KB', '1.5 MB', '12 MB'])
  })
})
