import { sha256 } from './sha256'

/** What the server sets: find a number so that SHA-256 of `challenge.number` begins with so many zero bits (at most 32). */
export interface Challenge { challenge: string; bits: number }

/** The proof, as the server takes it. */
export function solve({ challenge, bits }: Challenge): string {
  for (let number = 0; ; number++) {
    const proof = `${challenge}.${number}`
    if ((sha256(proof)[0] as number) >>> (32 - bits) === 0) return proof
  }
}
