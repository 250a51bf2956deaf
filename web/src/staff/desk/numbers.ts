/** Whether words hold numbers of a person. The page only points them out; what is masked elsewhere the server decides, by stricter checks. */

const BETWEEN = /(?<=[0-9])[ -](?=[0-9])/g
const MOBILE = /(?<![0-9])1[3-9][0-9]{9}(?![0-9])/
const IDENTITY = /(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])/
const CARD = /(?<![0-9])[0-9]{16,19}(?![0-9A-Za-z])/

export function holdsNumbers(words: string): boolean {
  const close = words.replace(BETWEEN, '')
  const card = CARD.exec(close)
  return MOBILE.test(close) || IDENTITY.test(close) || (card !== null && luhn(card[0]))
}

/** The check of bank cards. */
function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, letter, place) => {
    const value = Number(letter) * (1 + (place % 2))
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
