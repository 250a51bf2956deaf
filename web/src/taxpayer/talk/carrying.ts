/** How a line of this page reaches the server: it may open the conversation, bring a file along, or follow an ended one. */

import { carryPost } from '@/shared/carry'
import { Refusal } from '@/shared/http'
import type { Live } from '@/shared/live'
import type { Outbox, Unsent } from '@/shared/outbox'
import type { Content, ConversationState, Id, Slice } from '@/shared/types'
import { taxpayer as words } from '@/locales/zh/taxpayer'
import { door, ensureVisitor } from '../visitor'

const UPLOAD_MS = 120_000
interface Uploaded { file: Id; name: string; size: number; type: 'picture' | 'file' }

/** What carrying needs of the conversation on the page. */
export interface Desk {
  live: Live
  state: () => ConversationState | null
  learn: Outbox['learn']
  show: (slice: Slice) => void
  /** Ask for what is new; false if the conversation is not the one on the page. */
  refresh: (id: Id) => Promise<boolean>
}

/** The function given to the outbox. It throws a refusal (not taken) or anything else (nobody answered, try again). */
export function carrying(desk: Desk): (one: Unsent) => Promise<void> {
  const carry = async (one: Unsent): Promise<void> => {
    const token = await ensureVisitor()
    const conversation = one.conversation || (await opened(desk, one))
    if (!conversation) return
    const content = needsUpload(one) ? await uploaded(desk, one, conversation) : one.content
    try {
      await carryPost(desk.live, conversation, one.client_id, content, token)
    } catch (trouble) {
      const follows = one.opening?.follows !== conversation && trouble instanceof Refusal && (await hasEnded(desk, conversation))
      if (!follows) throw trouble
      await carry(await following(desk, one, conversation))
    }
  }
  return carry
}

const needsUpload = (one: Unsent): boolean => one.bytes !== undefined && 'file' in one.content && one.content.file === ''

/** Id of the conversation for a line written before there was one; null when opening it has put the line on record. */
async function opened(desk: Desk, one: Unsent): Promise<Id | null> {
  const mine = desk.state()
  if (mine && mine.phase !== 'ended' && !one.opening?.follows) {
    await desk.learn(one.client_id, { conversation: mine.id })
    return mine.id
  }
  const text = one.content.type === 'text' ? one.content.text : words.home.picture_only
  const client_id = one.content.type === 'text' ? one.client_id : openingId(one.client_id)
  const slice = await door<Slice>('POST', '/api/conversations', { body: { client_id, text, ...one.opening } })
  await desk.learn(one.client_id, { conversation: slice.state.id })
  desk.show(slice)
  const there = slice.changes.some((change) => change.kind === 'post' && change.client_id === one.client_id)
  return there ? null : slice.state.id
}

/** A picture cannot open a conversation by itself: the words before it have an id made from its own, so a repeat is a repeat. */
const openingId = (id: Id): Id => (id.startsWith('f') ? 'e' : 'f') + id.slice(1)

async function uploaded(desk: Desk, one: Unsent, conversation: Id): Promise<Content> {
  const form = new FormData()
  form.append('file', one.bytes as Blob, (one.content as { name: string }).name)
  const { type, file, name, size } = await door<Uploaded>('POST', `/api/conversations/${conversation}/files`, { form, timeout: UPLOAD_MS })
  const content: Content = { type, file, name, size }
  await desk.learn(one.client_id, { content, conversation })
  return content
}

async function hasEnded(desk: Desk, conversation: Id): Promise<boolean> {
  return (await desk.refresh(conversation)) && desk.state()?.phase === 'ended'
}

/** What arrives after the end opens a conversation that follows it: never a black hole. */
async function following(desk: Desk, one: Unsent, ended: Id): Promise<Unsent> {
  const content: Content = one.bytes && 'file' in one.content ? { ...one.content, file: '' } : one.content
  const change = { conversation: '', content, opening: { ...one.opening, follows: ended } }
  await desk.learn(one.client_id, change)
  return { ...one, ...change }
}
