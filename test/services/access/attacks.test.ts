import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { createKey, revokeKey } from '../../../services/access/keys.ts'
import { customerPages } from '../../../services/customer-pages/plugin.ts'
import { type Gateway, startGateway } from '../../../services/gateway/gateway.ts'
import { profileApi } from '../../../services/gateway/profile-api.ts'
import { signInDoor } from '../../../services/gateway/sign-in.ts'
import { freePort } from '../../../services/ports.ts'
import { loadSettings } from '../../../services/settings.ts'
import { useDatabase } from '../../harness/database.ts'
import { signedIn } from '../../harness/gateway.ts'
import { readiness } from '../../harness/readiness.ts'

/* Everything that the gateway serves, as somebody who means harm meets it. test/services/sign-in.test.ts has the door itself. */

type Route = { readonly method: string; readonly path: string }

const database = useDatabase('sample')
const routes: Route[] = []
let home: string
let gateway: Gateway
/** Of somebody who may see and do everything. */
let cookie: string
let customers: { key: string; name: string; market: string }[]

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'clientele-attacks-'))
  const settings = loadSettings({ CLIENTELE_HOME: home, CLIENTELE_PORT: String(await freePort()) })
  const { graph } = await loadWarehouse(join(settings.root, 'transforms'))
  const door = signInDoor(database.pool, settings, 'the-key-of-the-commands-of-this-installation')
  const listing = {
    admit: door.admit,
    async pages(server: Parameters<NonNullable<typeof door.pages>>[0]) {
      server.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) routes.push({ method: each, path: url })
      })
      await door.pages?.(server)
    },
  }
  const content = {
    pages: () => undefined,
    isDrawing: () => false,
    readiness: async () => readiness,
  }
  gateway = await startGateway(settings, content, listing, [
    profileApi(settings, database.pool, graph),
    customerPages(settings, database.pool, graph),
  ])
  cookie = await signedIn(gateway, database.pool, 'root', ['admin', 'pii'])
  const { rows } = await database.pool.query<(typeof customers)[number]>(
    `select customer_key::text as key, full_name as name, market from pii.dim_customer
     where customer_key > 0 and full_name is not null order by customer_key`,
  )
  customers = rows
})
afterAll(async () => {
  await gateway?.stop()
  await rm(home, { recursive: true })
})

/** The address of a route, with something for each of its parts. */
function addressOf({ path }: Route, part = customers[0]?.key ?? ''): string {
  return gateway.url + path.replaceAll(/:\w+/g, part).replace('*', 'churn/')
}

function ask(route: Route, headers: Record<string, string> = {}, part?: string) {
  const body = route.method === 'POST' ? { body: new URLSearchParams({ reason: 'an attack' }) } : {}
  return fetch(addressOf(route, part), { method: route.method, headers, redirect: 'manual', ...body })
}

/** What strangers may reach. Whatever else is added to the gateway is closed, or this test says so. */
const open = ['/livez', '/readyz', '/access.css', '/sign-in', '/welcome']

test('a stranger comes through no route but those of the sign-in', async () => {
  expect(routes.length).toBeGreaterThan(30)
  const answers = await Promise.all(
    routes.map(async (route) => {
      const program = await ask(route)
      const browser = await ask(route, { accept: 'text/html' })
      const isOpen = program.status !== 401
      if (!isOpen && route.method === 'GET')
        expect(browser.headers.get('location')).toMatch(/^\/sign-in(\?to=|$)/)
      return { path: route.path, isOpen }
    }),
  )
  const reached = answers.filter(({ isOpen }) => isOpen).map(({ path }) => path)
  expect([...new Set(reached)].sort()).toEqual([...open].sort())
})

test('no form is taken without the token of the session, from another site, or with a key that only reads', async () => {
  const { token } = await createKey(database.pool, {
    name: 'only-reads',
    groups: ['admin', 'pii'],
    markets: null,
    mayDecide: false,
    requestsPerMinute: 1000,
    days: 1,
  })
  const forms = routes.filter(({ method, path }) => method === 'POST' && !open.includes(path))
  expect(forms.length).toBeGreaterThan(5)
  for (const form of forms)
    for (const headers of [
      { cookie },
      { cookie, 'x-form-token': 'guessed' },
      { cookie, origin: 'https://evil.example' },
      { cookie, 'sec-fetch-site': 'cross-site' },
      { cookie, 'sec-fetch-site': 'same-site' },
      { authorization: `Bearer ${token}` },
    ]) {
      const answer = await ask(form, headers)
      expect([form.path, answer.status]).toEqual([form.path, 403])
    }
})

test('a reader of one market learns nothing of customers of the others, by any route that names one', async () => {
  const market = customers[0]?.market ?? ''
  const others = customers.filter((one) => one.market !== market).slice(0, 5)
  expect(others.length).toBeGreaterThan(0)
  const local = await signedIn(gateway, database.pool, 'local', ['agent', 'pii'], [market])
  const asked = routes.filter(({ method, path }) => method === 'GET' && path.includes(':'))
  for (const route of asked)
    for (const { key, name } of others) {
      // some lead on to the page of the customer
      const answer = await fetch(addressOf(route, key), { headers: { cookie: local, accept: 'text/html' } })
      expect([route.path, answer.status >= 400 && answer.status < 500]).toEqual([route.path, true])
      expect(await answer.text()).not.toContain(name)
    }
})

test('a key that was revoked reads no profile any more', async () => {
  const { token } = await createKey(database.pool, {
    name: 'leaver',
    groups: ['agent'],
    markets: null,
    mayDecide: false,
    requestsPerMinute: 1000,
    days: 1,
  })
  const read = () =>
    fetch(`${gateway.url}/v1/profiles/${customers[0]?.key}`, {
      headers: { authorization: `Bearer ${token}` },
    })
  expect((await read()).status).toBe(200)
  await revokeKey(database.pool, 'leaver')
  expect((await read()).status).toBe(401)
})

test('a cookie that was changed in any way is nobody, and breaks nothing', async () => {
  const [name = '', value = ''] = cookie.split('=')
  const changed = fc.oneof(
    fc
      .tuple(fc.nat(value.length - 2), fc.constantFrom('A', 'B', '_', '%', '"'))
      .map(([at, sign]) => value.slice(0, at) + sign + value.slice(at + 1)),
    fc.nat(value.length - 1).map((length) => value.slice(0, length)),
    fc.string().map((text) => value + encodeURIComponent(text || 'x')),
    fc.string({ maxLength: 60 }).map(encodeURIComponent),
  )
  await fc.assert(
    fc.asyncProperty(changed, async (other) => {
      fc.pre(other !== value)
      const answer = await fetch(`${gateway.url}/account`, { headers: { cookie: `${name}=${other}` } })
      expect(answer.status).toBe(401)
    }),
    { numRuns: 60 },
  )
})

test('line ends in an address come back in no header', async () => {
  const injected = encodeURIComponent('x\r\nset-cookie: planted=1\r\n\r\n<b>')
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const answer = await fetch(
      `${addressOf(route, injected)}?q=${injected}&to=/${injected}&search=${injected}`,
      {
        headers: { cookie, accept: 'text/html' },
        redirect: 'manual',
      },
    )
    expect([route.path, answer.headers.getSetCookie().join().includes('planted')]).toEqual([
      route.path,
      false,
    ])
    expect([route.path, answer.status < 500 || answer.status === 503]).toEqual([route.path, true])
  }
})

test('no route answers to the name of another host', async () => {
  for (const { method, path } of routes) {
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(gateway.url)
      const headers = { host: 'evil.example', cookie, 'x-forwarded-host': `127.0.0.1:${port}` }
      request({ port, method, path: path.replace('*', ''), headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect([path, status]).toEqual([path, 421])
  }
})

test('fields that are no text are refused like a wrong password', async () => {
  for (const [type, body] of [
    ['application/json', '{"name":{"a":1},"password":["x"]}'],
    ['application/json', '{"__proto__":{"name":"root"},"constructor":{"prototype":{"password":"x"}}}'],
    ['application/json', 'null'],
    ['application/x-www-form-urlencoded', 'name=root&name=root&password=a&password=b'],
    ['application/x-www-form-urlencoded', '__proto__[name]=root'],
    ['text/plain', 'name=root'],
  ] as const) {
    const answer = await fetch(`${gateway.url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      redirect: 'manual',
    })
    expect([body, [400, 401, 415].includes(answer.status)]).toEqual([body, true])
    expect(answer.headers.getSetCookie()).toEqual([])
  }
})
