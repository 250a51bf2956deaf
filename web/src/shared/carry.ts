/** How one line reaches the server: over the open socket with its acknowledgement, else by HTTP. Both are idempotent by client_id. */

import { ask, Refusal } from './http'
import type { Live } from './live'
import type { Content, FromServer, Id } from './types'

const ACK_MS = 5_000

/** Resolves after the commit. Throws `Refusal`, or `Unreachable` when neither way answered. */
export async function carryPost(live: Live, conversation: Id, clientId: Id, content: Content, token: string | null): Promise<void> {
  if (await bySocket(live, conversation, clientId, content)) return
  await ask('POST', `/api/conversations/${conversation}/posts`, { token, body: { client_id: clientId, content } })
}

/** False when no acknowledgement came: the line may or may not be on record, so it is sent again the other way. */
function bySocket(live: Live, conversation: Id, clientId: Id, content: Content): Promise<boolean> {
  return new Promise((done, refuse) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      deaf()
      unheard()
      settle()
    }
    const hear = (frame: FromServer): void => {
      if (frame.type === 'ack' && frame.client_id === clientId) finish(() => done(true))
      if (frame.type === 'refused' && frame.client_id === clientId) finish(() => refuse(new Refusal(frame.code, 409, frame.message)))
    }
    const timer = setTimeout(() => finish(() => done(false)), ACK_MS)
    const deaf = live.listen(hear)
    const unheard = live.whenLost(() => finish(() => done(false)))
    if (!live.send({ type: 'post', conversation, client_id: clientId, content })) finish(() => done(false))
  })
}
