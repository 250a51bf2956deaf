/** What I wrote and the server has not acknowledged yet: kept on this machine, sent again until it is on record. */

import { onScopeDispose, shallowRef, watch } from 'vue'
import { carryPost } from '../../shared/carry'
import { serverNow } from '../../shared/clock'
import { Refusal } from '../../shared/http'
import { newClientId, Outbox } from '../../shared/outbox'
import { openShelf } from '../../shared/shelf'
import type { Content, Id } from '../../shared/types'
import { live } from '../live/feed'
import { me } from '../session/me'

const SIGNED_OUT = 401

/** A refusal in words; null for what may be tried again: no answer, or a cookie that ended meanwhile. */
const refusalOf = (trouble: unknown): string | null =>
  trouble instanceof Refusal && trouble.status !== SIGNED_OUT ? trouble.message : null

const outbox = shallowRef<Outbox | null>(null)
let owner: Id | null = null

async function openOutbox(person: Id): Promise<void> {
  const box = new Outbox(await openShelf(`unsent-${person}`), (one) => carryPost(live, one.conversation, one.client_id, one.content, null), refusalOf)
  if (owner !== person) return
  outbox.value = box
  await box.wake()
  await box.flush()
}

/** The outbox of the signed-in person, flushed whenever the line comes back. */
export function useOutbox() {
  const person = me.value?.id
  if (person && person !== owner) {
    owner = person
    outbox.value = null
    void openOutbox(person)
  }
  const unwatch = watch(live.line, (line) => { if (line === 'open' || line === 'polling') void outbox.value?.flush() })
  onScopeDispose(unwatch)
  return outbox
}

/** Write one line into a conversation. Shown from now on, sent as soon as can be. */
export async function post(conversation: Id, content: Content): Promise<void> {
  await outbox.value?.add({ conversation, content, client_id: newClientId() }, serverNow())
}
