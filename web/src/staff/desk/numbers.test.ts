import { describe, expect, it } from 'vitest'
import { holdsNumbers } from './numbers'

describe('numbers of a person in what somebody wrote', () => {
  it.each(['我的手机13812345678', '138 1234 5678', '证件310101199001010012', '卡号 6222021234567890128'])('are pointed out: %s', (words) => {
    expect(holdsNumbers(words)).toBe(true)
  })
  it.each(['错误码 20261110001', '金额 1234567.89', '订单 6222021234567890123', '请稍等'])('are not seen in %s', (words) => {
    expect(holdsNumbers(words)).toBe(false)
  })
})
