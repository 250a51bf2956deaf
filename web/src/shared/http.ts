/** Asking the server. A refusal carries the server's own sentence; no answer at all is `Unreachable`. */

/** The server said no, with a reason for people (RFC 9457). */
export class Refusal extends Error {
  constructor(readonly code: string, readonly status: number, message: string) { super(message) }
}

/** No answer came: the network, a time-out, or a server that is down. */
export class Unreachable extends Error {}

export interface Ask { token?: string | null; body?: unknown; form?: FormData; headers?: Record<string, string>; signal?: AbortSignal; timeout?: number }

const TIMEOUT_MS = 15_000
const GENERAL = '服务暂时出了问题，请稍后再试。'
const NO_ROOM = 507
const DOWN = new Set([502, 503, 504])

/** Parsed answer of the door, or undefined for 204. Throws `Refusal` or `Unreachable`. */
export async function ask<T>(method: string, path: string, options: Ask = {}): Promise<T> {
  const answer = await knock(method, path, options)
  if (answer.status === 204) return undefined as T
  if (!answer.ok) throw await refusal(answer)
  try {
    return (await answer.json()) as T
  } catch {
    throw new Unreachable(path)
  }
}

/** The bytes behind a door that wants a token, which an <img> cannot send. */
export async function fetchBytes(path: string, token?: string | null): Promise<Blob> {
  const answer = await knock('GET', path, { token, timeout: 60_000 })
  if (!answer.ok) throw await refusal(answer)
  return answer.blob()
}

async function knock(method: string, path: string, options: Ask): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
  if (options.token) headers.authorization = `Bearer ${options.token}`
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), options.timeout ?? TIMEOUT_MS)
  const stop = (): void => giveUp.abort()
  options.signal?.addEventListener('abort', stop)
  try {
    const body = options.form ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
    const answer = await fetch(path, { method, headers, body, signal: giveUp.signal, credentials: 'same-origin' })
    if (DOWN.has(answer.status)) throw new Unreachable(path)
    return answer
  } catch {
    throw new Unreachable(path)
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', stop)
  }
}

async function refusal(answer: Response): Promise<Refusal> {
  const problem = (await answer.json().catch(() => ({}))) as Record<string, unknown>
  const said = [problem.detail, problem.message, problem.title].find((x) => typeof x === 'string' && x !== '')
  const code = typeof problem.code === 'string' ? problem.code : 'refused'
  const ours = answer.status < 500 || answer.status === NO_ROOM
  return new Refusal(code, answer.status, ours && said ? String(said) : GENERAL)
}

/** The sentence to show for whatever went wrong. */
export function sentence(trouble: unknown, offline = '网络不通，请稍后再试。'): string {
  return trouble instanceof Refusal ? trouble.message : offline
}
