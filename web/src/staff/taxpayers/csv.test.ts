import { describe, expect, it } from 'vitest'
import { csv } from './csv'

describe('a CSV file of refused rows', () => {
  it('opens in a spreadsheet with its Chinese, commas and quotes whole', () => {
    expect(csv([['行', '内容'], ['2', '甲,"乙"']])).toBe('\uFEFF"行","内容"\r\n"2","甲,""乙"""\r\n')
  })

  it('never starts a formula: what was refused may be anything', () => {
    expect(csv([['=HYPERLINK("x")'], ['-1']])).toContain(`"'=HYPERLINK(""x"")"`)
    expect(csv([['-1']])).toContain(`"'-1"`)
  })
})
