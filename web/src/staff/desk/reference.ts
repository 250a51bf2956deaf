/** What the desk looks things up in: phrases, systems, topics. Asked once, kept while the page lives. */

import { type Ref, shallowRef } from 'vue'
import type { Phrases, SystemItem, Welcome } from '../../shared/types'
import type { Topic } from '../doors'
import { ask } from '../session/me'

const RETRY_MS = 5_000

/** A value that is asked for once, and again after a pause as long as nobody answers. Meanwhile `empty` stands for it. */
function lookedUp<T>(empty: T, question: () => Promise<T>): () => Ref<T> {
  const value = shallowRef(empty) as Ref<T>
  let asked = false
  const put = async (): Promise<void> => {
    try {
      value.value = await question()
    } catch {
      setTimeout(() => void put(), RETRY_MS) // the desk works without, so it is tried again quietly
    }
  }
  return () => {
    if (!asked) void put()
    asked = true
    return value
  }
}

export const usePhrases = lookedUp<Phrases>({ standard: [], forbidden: [], decline_reasons: [], steps: [] }, () => ask('GET', '/api/phrases'))

export const useSystems = lookedUp<SystemItem[]>([], async () => (await ask<Welcome>('GET', '/api/welcome')).systems)

export const useTopics = lookedUp<Topic[]>([], () => ask('GET', '/api/topics'))
