/**
 * SHA-256 without waiting: the browser's own is asynchronous, which makes tens of thousands of short sums slow, and is
 * missing where a site is not served over HTTPS. For text of ASCII letters only.
 */

const primes = (count: number): number[] => {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p)) found.push(n)
  return found
}
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0
const K = Int32Array.from(primes(64), (p) => fraction(Math.cbrt(p)))
const START = Int32Array.from(primes(8), (p) => fraction(Math.sqrt(p)))
const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

const w = new Int32Array(64)

const at = (words: Int32Array, place: number): number => words[place] as number

/** The eight words of the digest. */
export function sha256(text: string): Int32Array {
  const words = new Int32Array((((text.length + 8) >> 6) + 1) * 16)
  for (let i = 0; i < text.length; i++) put(words, i, text.charCodeAt(i))
  put(words, text.length, 0x80)
  words[words.length - 1] = text.length * 8
  const state = START.slice()
  for (let from = 0; from < words.length; from += 16) mix(state, words.subarray(from, from + 16))
  return state
}

const put = (words: Int32Array, place: number, byte: number): void => {
  words[place >> 2] = at(words, place >> 2) | (byte << (24 - (place % 4) * 8))
}

function mix(state: Int32Array, block: Int32Array): void {
  w.set(block)
  for (let i = 16; i < 64; i++) {
    const a = at(w, i - 15), b = at(w, i - 2)
    const one = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3), two = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)
    w[i] = at(w, i - 16) + one + at(w, i - 7) + two
  }
  let a = at(state, 0), b = at(state, 1), c = at(state, 2), d = at(state, 3)
  let e = at(state, 4), f = at(state, 5), g = at(state, 6), h = at(state, 7)
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(K, i) + at(w, i)) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = at(state, i) + word })
}
