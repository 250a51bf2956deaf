import { describe, expect, it } from 'vitest'
import { blocks } from './steps'

describe('blocks of an answer', () => {
  it('makes steps of lines whose numbers run on, however they are written', () => {
    expect(blocks('请这样做：\n1. 确认\n2、核对\n（3）重试')).toEqual([
      { kind: 'plain', lines: ['请这样做：'] },
      { kind: 'steps', from: 1, lines: ['确认', '核对', '重试'] },
    ])
  })

  it('takes neither a year nor a figure for a step', () => {
    expect(blocks('2026.1.1 起执行').map((b) => b.kind)).toEqual(['plain'])
    expect(blocks('1. 甲\n3. 丙').map((b) => b.kind)).toEqual(['steps', 'plain'])
  })

  it('is empty for empty text', () => {
    expect(blocks(' \n\n')).toEqual([])
  })
})
