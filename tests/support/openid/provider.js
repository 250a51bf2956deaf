// A real OpenID provider (oidc-provider) on this machine, with people of its own and a page to log in on.
// Standard input takes orders, one JSON object a line, and each is answered by a line; the first line out says that it listens.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

const port = Number(process.argv[2])
const address = `http://127.0.0.1:${port}`
const key = (kid) => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' })
/** Changed by orders: slow, or stamping into tokens what a sound provider would not. */
const sound = { delay: 0, stamp: {}, audience: '', seconds: 3600 }
const mood = { ...sound }
let jwk = key('first')
let clients = []
let people = {}
const kept = new Map()

/** The package's own memory would lose everything at a change of keys. */
class Memory {
  constructor(kind) { this.kind = kind }
  name(id) { return `${this.kind}:${id}` }
  async upsert(id, payload) { kept.set(this.name(id), payload) }
  async find(id) { return kept.get(this.name(id)) }
  async findByUid(uid) { return [...kept.entries()].find(([name, x]) => name.startsWith(`${this.kind}:`) && x.uid === uid)?.[1] }
  async findByUserCode() { return undefined }
  async consume(id) { kept.get(this.name(id)).consumed = Math.floor(Date.now() / 1000) }
  async destroy(id) { kept.delete(this.name(id)) }
  async revokeByGrantId(grant) { for (const [name, x] of kept) if (name.startsWith(`${this.kind}:`) && x.grantId === grant) kept.delete(name) }
}

function make() {
  const provider = new Provider(address, {
    adapter: Memory,
    jwks: { keys: [jwk] },
    clients,
    cookies: { keys: [randomUUID()] },
    ttl: { IdToken: () => mood.seconds, AuthorizationCode: 60, Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 600 },
    claims: { openid: ['sub', 'employee_number', 'amr'], acr: null, sid: null },
    conformIdTokenClaims: false,
    acrValues: ['urn:two-factors'],
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true, logoutSource: confirmLogout } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    // The package will not knock at this machine's own addresses, where the site under test is.
    fetch: (url, options) => globalThis.fetch(url, { ...options, dispatcher: undefined }),
    async findAccount(_ctx, id) {
      const person = people[id]
      return person && { accountId: id, claims: async () => ({ sub: id, employee_number: person.number }) }
    },
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  provider.on('backchannel.error', (_ctx, error) => process.stderr.write(`${error}\n${error.cause ?? ''}\n`))
  // Lets a test ask what a relying party does with a token that a sound provider would never sign.
  const issue = provider.IdToken.prototype.issue
  provider.IdToken.prototype.issue = async function stamped(options) {
    if (mood.audience) this.client = Object.create(this.client, { clientId: { value: mood.audience } })
    if (options.use === 'idtoken') for (const [name, value] of Object.entries(mood.stamp)) this.set(name, value)
    return issue.call(this, options)
  }
  return provider
}

function confirmLogout(ctx, form) {
  ctx.body = page('退出统一身份认证', `${form}<button type="submit" form="op.logoutForm" value="yes" name="logout">全部退出</button>`)
}

const page = (title, body) => `<!doctype html><html lang="zh"><meta charset="utf-8"><title>${title}</title><body><h1>${title}</h1>${body}</body></html>`
const door = (uid, trouble = '') => page('市局统一身份认证', `${trouble}<form method="post" action="/interaction/${uid}"><label>账号 <input name="login" autofocus></label> <label>密码 <input name="password" type="password"></label> <button>登录</button></form>`)

async function interact(req, res) {
  const { uid } = await provider.interactionDetails(req, res)
  res.setHeader('content-type', 'text/html; charset=utf-8')
  if (req.method === 'GET') return res.end(door(uid))
  let body = ''
  for await (const piece of req) body += piece
  const form = new URLSearchParams(body)
  if (form.get('cancel')) return provider.interactionFinished(req, res, { error: 'access_denied' })
  const person = people[form.get('login')]
  if (!person || form.get('password') !== person.password) return res.end(door(uid, '<p>账号或密码不正确</p>'))
  const login = { accountId: form.get('login'), amr: person.amr ?? ['pwd'], ...(person.acr ? { acr: person.acr } : {}) }
  return provider.interactionFinished(req, res, { login })
}

const orders = {
  /** Begin anew, with these clients and people. */
  meet: async (wanted) => {
    ;({ clients, people } = wanted)
    kept.clear()
    Object.assign(mood, sound)
    provider = make()
    return {}
  },
  /** Another key from now on; sessions go on. */
  rotate: async ({ kid }) => { jwk = key(kid); provider = make(); return {} },
  mood: async (wanted) => Object.assign(mood, wanted),
}

let provider = make()
const server = createServer(async (req, res) => {
  if (mood.delay) await new Promise((done) => { setTimeout(done, mood.delay) })
  try {
    if (req.url.startsWith('/interaction/')) await interact(req, res)
    else await provider.callback()(req, res)
  } catch (error) {
    res.statusCode = 400
    res.end(String(error))
  }
})
server.listen(port, '127.0.0.1', () => process.stdout.write('{"listens":true}\n'))

for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...more } = JSON.parse(line)
  process.stdout.write(`${JSON.stringify(await orders[order](more))}\n`)
}
process.exit(0)
