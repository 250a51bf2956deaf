import { describe, expect, it } from 'vitest'
import { forbiddenIn, type Forbidden } from './forbidden'

const rule = (words: string): Forbidden => ({ words, category: '推诿', instead: '我帮您查一查。' })
const RULES = ['不知道', '不行', '喂', '你问我我问谁', '我问谁', '不知道就别说了'].map(rule)
const words = (text: string): string[] => forbiddenIn(text, RULES).map((f) => f.rule.words)

describe('forbidden phrases', () => {
  it('are found with their place in the text as typed', () => {
    const text = '这个我不知道。'

    const [finding] = forbiddenIn(text, RULES)

    expect(text.slice(finding?.from, finding?.to)).toBe('不知道')
  })

  it('are found through spaces and signs', () => {
    const text = '我 不，知 道！'

    const [finding] = forbiddenIn(text, RULES)

    expect(text.slice(finding?.from, finding?.to)).toBe('不，知 道')
  })

  it('of several at one place the longest is named once', () => {
    expect(words('你问我我问谁？')).toEqual(['你问我我问谁'])
    expect(words('不知道就别说了')).toEqual(['不知道就别说了'])
  })

  it('a single character counts only alone', () => {
    expect(words('喂，你好')).toEqual(['喂'])
    expect(words('喂养员的个税')).toEqual([])
  })

  it('asking yes or no is not refusing', () => {
    expect(words('您看这样行不行？')).toEqual([])
    expect(words('您知不知道申报密码？')).toEqual([])
    expect(words('这样不行')).toEqual(['不行'])
  })

  it('says nothing about clean text, no text or no rules', () => {
    expect(words('请您稍等，我帮您查一查。')).toEqual([])
    expect(words('')).toEqual([])
    expect(forbiddenIn('不知道', [])).toEqual([])
    expect(forbiddenIn('……', [rule('。')])).toEqual([])
  })

  it('finds every occurrence in order', () => {
    expect(words('不行，我不知道')).toEqual(['不行', '不知道'])
  })
})
