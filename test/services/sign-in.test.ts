import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { searchAudit } from '../../services/access/audit.ts'
import { linkOfFirstUser } from '../../services/access/first-user.ts'
import { makeLink } from '../../services/access/links.ts'
import { sessionReader } from '../../services/access/sessions.ts'
import { addSqlUser, removeSqlUser } from '../../services/cube/sql-users.ts'
import { type Gateway, startGateway } from '../../services/gateway/gateway.ts'
import { signInDoor } from '../../services/gateway/sign-in.ts'
import { freePort } from '../../services/ports.ts'
import { createPool } from '../../services/postgres/database.ts'
import { loadSettings, type Settings } from '../../services/settings.ts'
import { cuttableServer } from '../engine/cut-connection.ts'
import { useDatabase } from '../harness/database.ts'

/* What somebody can and cannot do at the door. */

const database = useDatabase()
const operatorKey = 'the-key-of-the-commands-of-this-installation'
const password = 'a long enough password'
let home: string
let settings: Settings
let gateway: Gateway
/** Of who asks, as a proxy on this machine says it: each test is another. */
let address: string
let testCount = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'clientele-door-'))
  settings = loadSettings({ CLIENTELE_HOME: home, CLIENTELE_PORT: String(await freePort()) })
  const content = {
    pages: () => undefined,
    isDrawing: () => true,
    readiness: () => Promise.reject(new Error('Nobody asks.')),
  }
  gateway = await startGateway(settings, content, signInDoor(database.pool, settings, operatorKey), [
    async (server) => {
      server.get('/read', (_request, reply) => reply.send('read'))
      server.post('/write', (_request, reply) => reply.send('written'))
    },
  ])
})
afterAll(async () => {
  await gateway?.stop()
  await rm(home, { recursive: true })
})
beforeEach(async () => {
  address = `198.51.100.${++testCount}`
  await database.pool.query('truncate ops.sign_in_attempts')
  await addSqlUser(database.pool, 'ada', password, ['agent'])
})

test('passwords are not tried more than thirty times a minute from one address', async () => {
  const answers = await Promise.all(Array.from({ length: 35 }, () => signIn('ada', 'wrong password')))
  const late = answers.filter(({ status }) => status === 429)
  expect(late.length).toBe(5)
  expect(Number(late[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
})

type Request = { method?: string; body?: URLSearchParams; headers?: Record<string, string>; cookie?: string }
type Answer = { status: number; text: string; to: string; cookie: string; headers: Headers }

async function ask(path: string, init: Request = {}): Promise<Answer> {
  const headers = new Headers({ 'x-forwarded-for': address, ...init.headers })
  if (init.cookie) headers.set('cookie', init.cookie)
  const response = await fetch(gateway.url + path, { ...init, headers, redirect: 'manual' })
  return {
    status: response.status,
    text: await response.text(),
    to: response.headers.get('location') ?? '',
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    headers: response.headers,
  }
}

function send(path: string, fields: Record<string, string>, init: Request = {}) {
  return ask(path, { ...init, method: 'POST', body: new URLSearchParams(fields) })
}

const signIn = (name: string, secret: string, more: Record<string, string> = {}, cookie = '') =>
  send('/sign-in', { name, password: secret, ...more }, { cookie })
const page = { headers: { accept: 'text/html' } }
const isInside = async (cookie: string) => (await ask('/account', { ...page, cookie })).status === 200
const fieldIn = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
const formOf = async (cookie: string) => fieldIn((await ask('/account', { ...page, cookie })).text, '_form')

test('a stranger is sent to the sign-in from every page, and refused anything else', async () => {
  for (const path of ['/', '/churn/?market=Ireland', '/data/identity/', '/none']) {
    const { status, to } = await ask(path, page)
    expect([status, to]).toEqual([303, path === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(path)}`])
  }
  for (const path of ['/data/cube/customers.parquet', '/api/pagesManifest.json', '/v1/profiles/email:a@b.c'])
    expect(await ask(path)).toMatchObject({ status: 401, text: expect.stringContaining('not-signed-in') })
  expect((await send('/write', {})).status).toBe(401)
})

test('who signs in comes to the page that was asked for, and stays in by a cookie that scripts cannot read', async () => {
  const { status, to, headers, cookie } = await signIn('ada', password, { to: '/churn/?market=Ireland' })
  expect([status, to]).toEqual([303, '/churn/?market=Ireland'])
  expect(headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax$/)
  expect(await isInside(cookie)).toBe(true)
  const [entry] = await searchAudit(database.pool, { limit: 1 })
  expect(entry).toMatchObject({
    action: 'sign-in',
    reader: { name: 'ada', kind: 'person', groups: ['agent'] },
  })
})

test('by https, the cookie is only sent by https and to this host', async () => {
  const init = { headers: { 'x-forwarded-proto': 'https', 'sec-fetch-site': 'same-origin' } }
  const { headers } = await send('/sign-in', { name: 'ada', password }, init)
  expect(headers.getSetCookie()[0]).toMatch(/^__Host-clientele=.* Path=\/; HttpOnly; Secure; SameSite=Lax$/)
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '/..//evil.example',
  '/.//evil.example/',
  '/%2e%2e//evil.example',
  '\t//evil.example',
  'https://evil.example/',
  '/%0d%0aset-cookie:a=b',
  'javascript:alert(1)',
])('who signs in is not sent to %s', async (to) => {
  const answer = await signIn('ada', password, { to })
  expect(new URL(answer.to, gateway.url).origin).toBe(gateway.url)
  expect(answer.headers.getSetCookie()).toHaveLength(1)
})

test('a session that somebody else put into the browser is worth nothing after the sign-in', async () => {
  const planted = (await signIn('ada', password)).cookie
  const { cookie } = await signIn('ada', password, {}, planted)
  expect(cookie).not.toBe(planted)
  expect(await isInside(planted)).toBe(false)
  expect(await isInside(cookie)).toBe(true)
})

test('only hashes of sessions and links are stored', async () => {
  const { cookie } = await signIn('ada', password)
  const token = cookie.split('=')[1] ?? ''
  const link = (await makeLink(database.pool, 'ada')).split('=')[1] ?? ''
  const { rows } = await database.pool.query(
    `select (select jsonb_agg(s) from ops.sessions s)::text || (select jsonb_agg(l) from ops.sign_in_links l)::text as all`,
  )
  expect(token.length).toBe(43)
  for (const secret of [token, link, Buffer.from(token).toString('hex'), Buffer.from(link).toString('hex')])
    expect(rows[0].all).not.toContain(secret)
})

test('a session ends when it is idle, too old, signed out of, or its user is disabled or gets a new password', async () => {
  const { pool } = database
  const ends: [string, (cookie: string) => Promise<unknown>][] = [
    ['idle', () => pool.query(`update ops.sessions set seen_at = now() - interval '121 minutes'`)],
    ['old', () => pool.query(`update ops.sessions set created_at = now() - interval '721 minutes'`)],
    ['signed out', async (cookie) => send('/sign-out', { _form: await formOf(cookie) }, { cookie })],
    ['disabled', () => removeSqlUser(pool, 'ada')],
    ['password', () => addSqlUser(pool, 'ada', `${password}!`, ['agent'])],
  ]
  for (const [why, end] of ends) {
    await addSqlUser(pool, 'ada', password, ['agent'])
    const { cookie } = await signIn('ada', password)
    expect([why, await isInside(cookie)]).toEqual([why, true])
    await end(cookie)
    expect([why, await isInside(cookie)]).toEqual([why, false])
  }
})

test('a user who was disabled and comes back is not still signed in', async () => {
  const { cookie } = await signIn('ada', password)
  await removeSqlUser(database.pool, 'ada')
  await addSqlUser(database.pool, 'ada', password, ['agent'])
  expect(await isInside(cookie)).toBe(false)
})

test('forms of other sites, and forms without the token of the session, are refused', async () => {
  const { cookie } = await signIn('ada', password)
  const form = { _form: await formOf(cookie) }
  const other = (await signIn('ada', password)).cookie
  const write = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    send('/write', fields, { cookie, headers })
  expect((await write(form)).status).toBe(200)
  expect((await write({})).status).toBe(403)
  expect((await write({ _form: 'guessed' })).status).toBe(403)
  expect((await write({ _form: await formOf(other) })).status).toBe(403)
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])
    expect([headers, (await write(form, headers)).status]).toEqual([headers, 403])
  expect((await write(form, { origin: gateway.url })).status).toBe(200)
  expect(
    (await send('/sign-in', { name: 'ada', password }, { headers: { 'sec-fetch-site': 'cross-site' } }))
      .status,
  ).toBe(403)
})

test('a wrong password, an unknown user and a user who is locked look the same and take the same time', async () => {
  await addSqlUser(database.pool, 'locked', password, ['agent'])
  await database.pool.query(
    `insert into ops.sign_in_attempts (user_name, address) select 'locked', $1 from generate_series(1, 10)`,
    [address],
  )
  const texts: string[] = []
  const times: number[][] = [[], [], []]
  for (let round = 0; round < 4; round++)
    for (const [at, [name, secret]] of [
      ['ada', 'wrong password'],
      ['nobody', 'wrong password'],
      ['locked', password],
    ].entries()) {
      const began = performance.now()
      const { status, text } = await signIn(name ?? '', secret ?? '')
      times[at]?.push(performance.now() - began)
      expect(status).toBe(401)
      texts.push(text.replaceAll(name ?? '', 'NAME'))
    }
  expect(new Set(texts).size).toBe(1)
  // the password is checked each time, which takes far longer than everything else
  const middle = times.map((all) => all.sort((a, b) => a - b)[1] ?? 0)
  expect(Math.max(...middle) / Math.min(...middle)).toBeLessThan(2)
})

test('after five wrong passwords none is accepted, also when all are tried at once', async () => {
  const wrong = await Promise.all(Array.from({ length: 12 }, () => signIn('ada', 'wrong password')))
  expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set([401]))
  expect((await signIn('ada', password)).status).toBe(401)
  await database.pool.query(
    `update ops.sign_in_attempts set attempted_at = attempted_at - interval '16 minutes'`,
  )
  expect((await signIn('ada', password)).status).toBe(303)
})

test('a user who is guessed at from elsewhere can still sign in', async () => {
  await database.pool.query(
    `insert into ops.sign_in_attempts (user_name, address) select 'ada', '192.0.2.' || n from generate_series(1, 20) n`,
  )
  expect((await signIn('ada', password)).status).toBe(303)
})

test('a link lets its user choose a password, once, and replaces those before it', async () => {
  const [first, second] = [await makeLink(database.pool, 'ada'), await makeLink(database.pool, 'ada')]
  expect((await ask(first)).status).toBe(410)
  expect((await ask(second)).status).toBe(200)
  const link = second.split('=')[1] ?? ''
  const chosen = 'another long password'
  expect((await send('/welcome', { link, password: 'short', again: 'short' })).text).toContain(
    'shorter than 12',
  )
  expect((await send('/welcome', { link, password: chosen, again: `${chosen}!` })).text).toContain('differ')
  const { status, cookie } = await send('/welcome', { link, password: chosen, again: chosen })
  expect(status).toBe(303)
  expect(await isInside(cookie)).toBe(true)
  expect((await send('/welcome', { link, password: chosen, again: chosen })).status).toBe(410)
  expect((await signIn('ada', password)).status).toBe(401)
  expect((await signIn('ada', chosen)).status).toBe(303)
})

test('a link that is a day old cannot be used', async () => {
  const link = await makeLink(database.pool, 'ada')
  await database.pool.query(`update ops.sign_in_links set expires_at = now()`)
  expect((await ask(link)).status).toBe(410)
})

test('a user changes the password, stays in here, and is signed out elsewhere', async () => {
  const [here, elsewhere] = [(await signIn('ada', password)).cookie, (await signIn('ada', password)).cookie]
  const chosen = 'another long password'
  const change = async (old: string) =>
    send('/account', { old, password: chosen, again: chosen, _form: await formOf(here) }, { cookie: here })
  expect((await change('wrong password')).status).toBe(401)
  const { status, cookie } = await change(password)
  expect(status).toBe(303)
  expect(await Promise.all([cookie, here, elsewhere].map(isInside))).toEqual([true, false, false])
  expect((await signIn('ada', chosen)).status).toBe(303)
})

test('the first start makes an administrator, who chooses a password by the newest link', async () => {
  const { pool } = database
  await pool.query(`update ops.sql_users set groups = '{agent}'`)
  const [first, second] = [await linkOfFirstUser(pool), await linkOfFirstUser(pool)]
  expect((await ask(first ?? '')).status).toBe(410)
  const link = second?.split('=')[1] ?? ''
  expect((await send('/welcome', { link, password, again: password })).status).toBe(303)
  expect(await linkOfFirstUser(pool)).toBeUndefined()
  expect((await signIn('admin', '')).status).toBe(401)
})

test('nobody signs in without a password, or with the hash of none', async () => {
  await database.pool.query(`update ops.sql_users set password_hash = '' where user_name = 'ada'`)
  for (const secret of ['', 'nobody has this password', password])
    expect((await signIn('ada', secret)).status).toBe(401)
})

test('commands of this installation come in by their key, and other keys do not', async () => {
  const withKey = (key: string) => ask('/read', { headers: { authorization: `Bearer ${key}` } })
  expect((await withKey(operatorKey)).status).toBe(200)
  for (const key of ['', 'wrong', `${operatorKey} `.repeat(2), `${operatorKey}x`])
    expect((await withKey(key)).status).toBe(401)
})

test('the sign-in has no script, and styles from this server only', async () => {
  const { headers, text } = await ask('/sign-in', page)
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(text).not.toMatch(/<script|style=|onclick/)
})

test('entries of the audit log are never changed or removed', async () => {
  await signIn('ada', password)
  for (const sql of [
    `update ops.audit_log set reader_name = 'somebody else'`,
    'delete from ops.audit_log',
    'truncate ops.audit_log',
  ])
    await expect(database.pool.query(sql)).rejects.toThrow('never changed or removed')
})

test('a restart of Postgres signs nobody out, and lets nobody in', async () => {
  const server = await cuttableServer(database.url)
  const pool = createPool(server.url(database.url))
  const read = sessionReader(pool)
  const seen = (await signIn('ada', password)).cookie.split('=')[1] ?? ''
  const unseen = (await signIn('ada', password)).cookie.split('=')[1] ?? ''
  expect(await read(seen)).toMatchObject({ name: 'ada' })
  await server.stop()
  expect(await read(seen)).toMatchObject({ name: 'ada' })
  await expect(read(unseen)).rejects.toThrow()
  await pool.end()
})

test('who comes while Postgres is away is asked to wait', async () => {
  const server = await cuttableServer(database.url)
  const pool = createPool(server.url(database.url))
  const other = { ...settings, ports: { ...settings.ports, gateway: await freePort() } }
  const content = {
    pages: () => undefined,
    isDrawing: () => true,
    readiness: () => Promise.reject(new Error()),
  }
  const door = await startGateway(other, content, signInDoor(pool, other, operatorKey))
  await server.stop()
  const headers = { cookie: `clientele_${other.ports.gateway}=${'x'.repeat(43)}` }
  const shown = await fetch(`${door.url}/`, { headers: { ...headers, accept: 'text/html' } })
  expect([shown.status, shown.headers.get('refresh')]).toEqual([503, '5'])
  expect(await shown.text()).toContain('The database is being restarted')
  const data = await fetch(`${door.url}/v1/profiles`, { headers })
  expect([data.status, data.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await data.json()).toMatchObject({ code: 'database-lost' })
  await door.stop()
  await pool.end()
})
