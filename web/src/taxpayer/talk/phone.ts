/** Whether a number can be dialled back: mobile, landline with its area code, 400/800. */

import { taxpayer as words } from '@/locales/zh/taxpayer'

const NUMBERS = [/^1[3-9]\d{9}$/, /^0\d{2,3}-?\d{7,8}(-\d{1,6})?$/, /^[48]00-?\d{3}-?\d{4}$/]

/** '' if it can; else the sentence that says what is wrong. */
export function phoneFault(said: string): string {
  const number = said.replace(/[\s()（）]/g, '').replace(/^(\+?86|0086)-?(?=1)/, '')
  if (!number) return words.leave.errors.phone
  return NUMBERS.some((shape) => shape.test(number)) ? '' : words.leave.errors.phone_wrong
}
