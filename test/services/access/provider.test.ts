import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { searchAudit } from '../../../services/access/audit.ts'
import { makeLink } from '../../../services/access/links.ts'
import { userName } from '../../../services/access/provider-user.ts'
import { addSqlUser, listSqlUsers, removeSqlUser } from '../../../services/cube/sql-users.ts'
import { readerOf } from '../../../services/gateway/door.ts'
import { loadSettings } from '../../../services/settings.ts'
import { useDatabase } from '../../harness/database.ts'
import { openGateway } from '../../harness/gateway.ts'
import { openProviderServer } from '../../harness/openid-provider.ts'

/* People who sign in at a provider of OpenID Connect, which runs here. */

const database = useDatabase()
const secret = 'the secret of the client at the provider'
let provider: Awaited<ReturnType<typeof openProviderServer>>
let gateway: Awaited<ReturnType<typeof openGateway>>

beforeAll(async () => {
  provider = await openProviderServer()
  gateway = await openGateway(
    database.pool,
    [
      async (server) => {
        server.get('/who', (request) => readerOf(request))
      },
    ],
    {
      CLIENTELE_OIDC_ISSUER: provider.issuer,
      CLIENTELE_OIDC_CLIENT_ID: 'clientele',
      CLIENTELE_OIDC_CLIENT_SECRET: secret,
      CLIENTELE_OIDC_TITLE: 'Example & Sons',
      CLIENTELE_OIDC_GROUPS: 'Service Desk=agent, Data Office=pii, Data Office=admin, Ghosts=nobody',
      CLIENTELE_OIDC_MARKETS_CLAIM: 'markets',
    },
  )
  provider.accept({ id: 'clientele', secret, callback: `${gateway.url}/sign-in/callback` })
})
afterAll(async () => {
  await gateway?.stop()
  await provider?.stop()
})

/** A browser: it keeps the cookies of each host, and follows no redirect by itself. */
class Browser {
  readonly #cookies = new Map<string, Map<string, string>>()

  jar(url: string): Map<string, string> {
    const { host } = new URL(url)
    const jar = this.#cookies.get(host) ?? new Map<string, string>()
    this.#cookies.set(host, jar)
    return jar
  }

  async open(url: string, form?: Record<string, string>) {
    const jar = this.jar(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, {
      headers: { ...(cookie && { cookie }), accept: 'text/html' },
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const to = answer.headers.get('location')
    return { status: answer.status, text: await answer.text(), to: to && new URL(to, url).href }
  }

  /** Signs in at the provider as the person, agrees, and returns the address that leads back. */
  async signInThere(person: string, to = '/who'): Promise<string> {
    let next = `${gateway.url}/sign-in/provider?to=${encodeURIComponent(to)}`
    for (let step = 0; step < 12; step++) {
      const { text, to: place } = await this.open(next)
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1]
      const [, action = ''] = /<form[^>]* action="([^"]+)"/.exec(text) ?? []
      if (prompt !== undefined) {
        const done = await this.open(new URL(action, next).href, { prompt, login: person, password: 'any' })
        next = done.to ?? ''
      } else next = place ?? ''
      if (next.startsWith(`${gateway.url}/sign-in/callback`)) return next
    }
    throw new Error('The provider leads nowhere.')
  }
}

async function comeIn(person: string, to?: string) {
  const browser = new Browser()
  const answer = await browser.open(await browser.signInThere(person, to))
  const who = async () => JSON.parse((await browser.open(`${gateway.url}/who`)).text)
  return { browser, ...answer, who }
}

test('a person comes in with the groups and markets of the provider, and to the page that was asked for', async () => {
  provider.people.set('1001', {
    preferred_username: 'Anna.Schmidt@example.com',
    groups: ['Service Desk', 'Football'],
    markets: ['Ireland'],
  })
  const { status, to, who } = await comeIn('1001', '/who?a=b')
  expect([status, to]).toEqual([303, `${gateway.url}/who?a=b`])
  expect(await who()).toEqual({
    kind: 'person',
    name: 'anna.schmidt',
    groups: ['agent'],
    markets: ['Ireland'],
  })
  const [entry] = await searchAudit(database.pool, { action: 'sign-in', limit: 1 })
  expect(entry?.reader.name).toBe('anna.schmidt')
  expect((await listSqlUsers(database.pool)).map(({ name }) => name)).toContain('anna.schmidt')
})

test('the groups are those of the last sign-in, and the user stays the same', async () => {
  provider.people.set('1002', { preferred_username: 'bo', groups: ['Service Desk'], markets: ['Ireland'] })
  await comeIn('1002')
  provider.people.set('1002', { preferred_username: 'renamed', groups: ['Data Office'], markets: ['France'] })
  const { who } = await comeIn('1002')
  expect(await who()).toEqual({ kind: 'person', name: 'bo', groups: ['pii', 'admin'], markets: ['France'] })
})

test('who loses all groups or markets there is turned away, and out of the sessions of before', async () => {
  const held = { preferred_username: 'cy', groups: ['Service Desk'], markets: ['Ireland'] }
  for (const lost of [{ groups: ['Ghosts', 'Football'] }, { markets: [] }]) {
    provider.people.set('1003', held)
    const { browser } = await comeIn('1003')
    provider.people.set('1003', { ...held, ...lost })
    expect((await comeIn('1003')).status).toBe(403)
    expect((await browser.open(`${gateway.url}/who`)).to).toContain('/sign-in')
  }
})

test('who was disabled here stays out', async () => {
  provider.people.set('1004', { preferred_username: 'di', groups: ['Service Desk'], markets: ['Ireland'] })
  await comeIn('1004')
  await removeSqlUser(database.pool, 'di')
  expect((await comeIn('1004')).status).toBe(403)
})

test('a person of the provider never becomes a user of the same name', async () => {
  await addSqlUser(database.pool, 'ed', 'a long enough password', ['admin', 'pii'])
  provider.people.set('1005', { preferred_username: 'ed', groups: ['Service Desk'], markets: ['Ireland'] })
  const { who } = await comeIn('1005')
  expect(await who()).toMatchObject({ name: 'ed-2', groups: ['agent'] })
  await expect(makeLink(database.pool, 'ed-2')).rejects.toMatchObject({ code: 'user-unknown' })
})

test('the way back works once, in the browser that left, and as it was left', async () => {
  provider.people.set('1006', { preferred_username: 'flo', groups: ['Service Desk'], markets: ['Ireland'] })
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    const browser = new Browser()
    const back = await browser.signInThere('1006')
    const elsewhere = new Browser()
    expect((await elsewhere.open(back)).status).toBe(400)
    await elsewhere.signInThere('1006')
    expect((await elsewhere.open(back)).status).toBe(400)
    const left = [...browser.jar(gateway.url)]
    expect((await browser.open(back)).status).toBe(303)
    // the code was used, also for who kept the cookie
    const copy = new Browser()
    for (const [name, value] of left) copy.jar(gateway.url).set(name, value)
    expect((await copy.open(back)).status).toBe(400)
    expect(said.mock.calls.join('')).not.toContain(secret)
    expect(said.mock.calls.join('')).toContain('CLIENTELE_OIDC_ISSUER failed')
  } finally {
    said.mockRestore()
  }
})

test.each(['//evil.example', 'https://evil.example/', '/..//evil.example'])(
  'who comes back is not sent to %s',
  async (to) => {
    provider.people.set('1007', { preferred_username: 'gus', groups: ['Service Desk'], markets: ['Ireland'] })
    const answer = await comeIn('1007', to)
    expect(new URL(answer.to ?? '').origin).toBe(gateway.url)
  },
)

test('the sign-in page offers the provider, by its title', async () => {
  const { text } = await new Browser().open(`${gateway.url}/sign-in?to=/churn/`)
  expect(text).toContain('Sign in with Example &#38; Sons')
  expect(text).toContain('href="/sign-in/provider?to=%2Fchurn%2F"')
})

test('a provider that is away is said to be, and asked again', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const away = await openGateway(database.pool, [], {
    CLIENTELE_OIDC_ISSUER: 'http://127.0.0.1:9/',
    CLIENTELE_OIDC_CLIENT_ID: 'clientele',
    CLIENTELE_OIDC_GROUPS: 'a=agent',
  })
  try {
    for (let times = 0; times < 2; times++) {
      const { status, text } = await new Browser().open(`${away.url}/sign-in/provider`)
      expect([status, text]).toEqual([502, expect.stringContaining('does not answer')])
    }
  } finally {
    said.mockRestore()
    await away.stop()
  }
})

test('settings of a provider that cannot be right are refused by the name of the variable', () => {
  const good = {
    CLIENTELE_OIDC_ISSUER: 'https://login.example.com/',
    CLIENTELE_OIDC_CLIENT_ID: 'clientele',
    CLIENTELE_OIDC_CLIENT_SECRET: secret,
    CLIENTELE_OIDC_GROUPS: 'Service Desk=agent',
  }
  expect(loadSettings(good).provider?.title).toBe('login.example.com')
  expect(loadSettings({}).provider).toBeUndefined()
  for (const [variable, text] of [
    ['CLIENTELE_OIDC_ISSUER', 'http://login.example.com/'],
    ['CLIENTELE_OIDC_ISSUER', 'login'],
    ['CLIENTELE_OIDC_CLIENT_ID', ''],
    ['CLIENTELE_OIDC_GROUPS', 'Service Desk'],
    ['CLIENTELE_OIDC_GROUPS', ''],
  ] as const)
    expect(() => loadSettings({ ...good, [variable]: text })).toThrow(
      expect.objectContaining({ code: 'setting-invalid', fields: { variable } }),
    )
})

test('whatever the provider calls a person becomes a name of a user', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => /^[a-z][a-z0-9_.-]{0,62}$/.test(userName(text))),
  )
  expect(userName('Zoë.Müller@example.com')).toBe('zoe.muller')
})
