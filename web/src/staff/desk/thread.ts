/** The dialogue as it is shown: the assistant's part apart from the part between people. Pure. */

import type { Held, Post } from '../../shared/thread'

export interface Parts { assistant: Post[]; people: Post[] }

/** Words of the system that say that a person was asked for or came. */
const TURNING = new Set(['hand_over', 'queued', 'joined', 'place_kept', 'opened'])

const turns = (post: Post): boolean => post.by === 'consultant' || post.by === 'supervisor' || (post.content.type === 'notice' && TURNING.has(post.content.code))

/** What was said to the assistant before a person was asked for, and the rest. Without an assistant's answer nothing is folded away. */
export function parts(posts: readonly Post[]): Parts {
  const turning = posts.findIndex(turns)
  const before = turning < 0 ? [] : posts.slice(0, turning)
  if (!before.some((post) => post.by === 'assistant')) return { assistant: [], people: [...posts] }
  return { assistant: before, people: posts.slice(turning) }
}

/** The assistant's part in one line: how many answers, about what, and what the taxpayer first asked. */
export function summary(assistant: readonly Post[]): { turns: number; titles: string[]; asked: string } {
  const titles = assistant.flatMap((post) => (post.content.type === 'answer' ? [post.content.title] : []))
  const first = assistant.find((post) => post.by === 'taxpayer' && post.content.type === 'text')
  return { turns: titles.length, titles, asked: first?.content.type === 'text' ? first.content.text : '' }
}

/** Fewer characters than this say nothing by themselves ('好的', '还是不行'). */
const TELLING = 8
const MOST_LINES = 4

/**
 * Words of the taxpayer that what is suggested should follow: the lines after the consultant's last one, else the last line; and
 * lines before them as long as what there is says too little.
 */
export function lastWords(posts: readonly Post[], recalled: ReadonlySet<number>): string {
  const said = posts.flatMap((post) => (post.by === 'taxpayer' && post.content.type === 'text' && !recalled.has(post.seq) ? [{ seq: post.seq, text: post.content.text }] : []))
  const answered = posts.filter((post) => post.by === 'consultant' || post.by === 'supervisor').at(-1)?.seq ?? 0
  const open = said.findIndex((one) => one.seq > answered)
  let from = open < 0 ? said.length - 1 : open
  const words = (): string => said.slice(Math.max(0, from)).map((one) => one.text).join(' ')
  while (from > 0 && words().length < TELLING && said.length - from < MOST_LINES) from -= 1
  return words()
}

/** Whether the other side has read what stands at `seq`. */
export const isRead = (held: Held, seq: number): boolean => held.state.read.taxpayer >= seq
