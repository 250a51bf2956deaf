import { describe, expect, it } from 'vitest'
import type { Post } from '../../shared/thread'
import type { Content, Party } from '../../shared/types'
import { lastWords, parts, summary } from './thread'

let seq = 0
const post = (by: Party, content: Content | string): Post =>
  ({ kind: 'post', seq: ++seq, at: '2026-11-10T06:00:00Z', by, name: '', client_id: null, content: typeof content === 'string' ? { type: 'text', text: content } : content })
const answer = (title: string): Content => ({ type: 'answer', entry: 'K-1', revision: 1, title, text: '', source: '', reviewed_on: null, valid_until: null })
const notice = (code: string): Content => ({ type: 'notice', code, text: '' })

describe('parts of a dialogue', () => {
  it('sets apart what was said to the assistant before a person was asked for', () => {
    const posts = [post('taxpayer', '查不到发票'), post('assistant', answer('下载反馈')), post('system', notice('queued')), post('consultant', '您好')]

    const { assistant, people } = parts(posts)

    expect([assistant.length, people.length]).toEqual([2, 2])
    expect(summary(assistant)).toEqual({ turns: 1, titles: ['下载反馈'], asked: '查不到发票' })
  })

  it('folds nothing when the assistant has not answered or nobody was asked for', () => {
    expect(parts([post('taxpayer', '转人工'), post('system', notice('queued'))]).assistant).toEqual([])
    expect(parts([post('taxpayer', '你好'), post('assistant', answer('x'))]).people).toHaveLength(2)
  })

  it('never folds what the assistant says after a person came', () => {
    const posts = [post('taxpayer', '?'), post('consultant', '您好'), post('assistant', answer('x'))]

    expect(parts(posts).people).toHaveLength(3)
  })
})

describe('what suggestions follow', () => {
  it('are all lines since my last reply, without those taken back', () => {
    const posts = [post('taxpayer', '旧的'), post('consultant', '答'), post('taxpayer', '勾选后第二天'), post('taxpayer', '写错了'), post('taxpayer', '查不到发票')]

    expect(lastWords(posts, new Set([posts[3]!.seq]))).toBe('勾选后第二天 查不到发票')
  })

  it('reach back when what was said last says too little', () => {
    const posts = [post('taxpayer', '勾选后查不到发票'), post('consultant', '请刷新'), post('taxpayer', '好的')]

    expect(lastWords(posts, new Set())).toBe('勾选后查不到发票 好的')
  })

  it('is the last line when I have answered it already, and nothing when nothing was said', () => {
    expect(lastWords([post('taxpayer', '旧的问题已经办完了'), post('taxpayer', '明细里查不到发票'), post('consultant', '答')], new Set())).toBe('明细里查不到发票')
    expect(lastWords([post('taxpayer', '查不到')], new Set())).toBe('查不到')
    expect(lastWords([], new Set())).toBe('')
  })
})
