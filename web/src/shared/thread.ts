/** What is held of one conversation, and how slices join it. Pure: no socket, no time. */

import type { Change, ConversationState, Slice, Time } from './types'

export type Post = Extract<Change, { kind: 'post' }>

/** `posts` in the order of seq; `recalled` holds the seq of those taken back. */
export interface Held { seq: number; posts: Post[]; recalled: ReadonlySet<number>; state: ConversationState; now: Time }

export interface Joined { held: Held | null; gap: boolean; fresh: Change[] }

const isPost = (change: Change): change is Post => change.kind === 'post'

/**
 * Join a slice to what is held. Changes join only when contiguous: known ones are passed over, a hole is reported as
 * `gap` with nothing taken, and the caller subscribes again with `after` = its own seq. `fresh` is what is new.
 */
export function applySlice(mine: Held | null, slice: Slice): Joined {
  const seq = mine?.seq ?? 0
  if (mine && mine.state.id !== slice.state.id) return { held: mine, gap: false, fresh: [] }
  const fresh = slice.changes.filter((change) => change.seq > seq)
  const whole = fresh.every((change, i) => change.seq === seq + 1 + i)
  if (!whole || seq + fresh.length < slice.seq) return { held: mine, gap: true, fresh: [] }
  if (mine && seq + fresh.length > slice.seq && fresh.length === 0) return { held: mine, gap: false, fresh }
  if (mine && fresh.length === 0 && slice.now < mine.now) return { held: mine, gap: false, fresh }
  return { held: joined(mine, fresh, slice), gap: false, fresh }
}

function joined(mine: Held | null, fresh: Change[], slice: Slice): Held {
  const recalled = new Set(mine?.recalled)
  for (const change of fresh) if (change.kind === 'recalled') recalled.add(change.target)
  const posts = fresh.some(isPost) || !mine ? [...(mine?.posts ?? []), ...fresh.filter(isPost)] : mine.posts
  return { seq: (mine?.seq ?? 0) + fresh.length, posts, recalled, state: slice.state, now: slice.now }
}
