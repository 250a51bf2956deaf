import { describe, expect, it } from 'vitest'
import type { CaseForm, DialogueMatter } from '../../shared/types'
import { filled, lacks, missingWords } from './form'

const form = (over: Partial<CaseForm> = {}): CaseForm => ({
  id: 'c', number: 'SL-1', system: null, kind: null, topic: null, summary: '  ', outcome: null, state: 'open', missing: [], opened_at: '2026-11-10T06:00:00Z', owner: null, ...over,
})
const taxpayer: DialogueMatter['taxpayer'] = { name: '上海砺川', credit_code: null, district: null, phone: null, contact: null, known: false }

describe('the case form', () => {
  it('names what is missing in the words of the field, unknown codes as they come', () => {
    expect(missingWords(['topic', 'outcome', 'signature'])).toBe('问题分类、处理方式、signature')
  })

  it('knows a missing field by its code and by its name', () => {
    expect([lacks(form({ missing: ['topic'] }), 'topic'), lacks(form({ missing: ['问题分类'] }), 'topic'), lacks(form(), 'topic')]).toEqual([true, true, false])
  })

  it('counts what is filled, blanks not', () => {
    expect(filled(form(), taxpayer)).toEqual({ done: 1, of: 6 })
    expect(filled(form({ system: 'etax', kind: 'operation', topic: '申报', summary: '答', outcome: 'answered' }), { ...taxpayer, district: '浦屿区' })).toEqual({ done: 6, of: 6 })
  })
})
