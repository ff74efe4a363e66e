import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey, type KeyTerms, listKeys, revokeKey } from '../../../services/access/keys.ts'
import { readerOf } from '../../../services/gateway/door.ts'
import { useDatabase } from '../../harness/database.ts'
import { openGateway } from '../../harness/gateway.ts'

const database = useDatabase()
let gateway: Awaited<ReturnType<typeof openGateway>>

beforeAll(async () => {
  gateway = await openGateway(database.pool, [
    async (server) => {
      server.get('/who', (request) => readerOf(request))
      server.post('/decide', () => ({ decided: true }))
    },
  ])
})
afterAll(() => gateway?.stop())

const terms: KeyTerms = {
  name: 'crm',
  groups: ['agent'],
  markets: ['Ireland'],
  mayDecide: false,
  requestsPerMinute: 1000,
  days: 30,
}
const make = (more: Partial<KeyTerms>) => createKey(database.pool, { ...terms, ...more })
const ask = (path: string, token: string, init: RequestInit = {}) =>
  fetch(gateway.url + path, { ...init, headers: { authorization: `Bearer ${token}` }, redirect: 'manual' })

test('a program is who its key says', async () => {
  const { token } = await make({})
  const answer = await ask('/who', token)
  expect(await answer.json()).toEqual({
    kind: 'program',
    name: 'crm',
    groups: ['agent'],
    markets: ['Ireland'],
  })
  const [key] = await listKeys(database.pool)
  expect(key?.lastUsedAt).toBeInstanceOf(Date)
  expect(token.startsWith(key?.prefix ?? 'none')).toBe(true)
})

test('only the hash of a key is kept', async () => {
  const { token } = await make({ name: 'hashed' })
  const { rows } = await database.pool.query<{ row: string }>('select k::text as row from ops.access_keys k')
  expect(rows.length).toBeGreaterThan(0)
  // the prefix is shown, and what comes after it is known to nobody
  for (const { row } of rows) expect(row).not.toContain(token.slice(20))
})

test('a key is refused from the moment it is revoked, also while it is in use', async () => {
  const { token } = await make({ name: 'revoked' })
  const statuses: number[] = []
  let isRevoked = false
  const use = async () => {
    while (!isRevoked) statuses.push((await ask('/who', token)).status)
  }
  const users = [use(), use()]
  await revokeKey(database.pool, 'revoked')
  isRevoked = true
  expect((await ask('/who', token)).status).toBe(401)
  await Promise.all(users)
  await expect(revokeKey(database.pool, 'revoked')).rejects.toMatchObject({ code: 'key-unknown' })
})

test('a key is refused when it has expired', async () => {
  const { token } = await make({ name: 'expired' })
  expect((await ask('/who', token)).status).toBe(200)
  await database.pool.query(
    `update ops.access_keys set expires_at = now() - interval '1 second' where key_name = 'expired'`,
  )
  expect((await ask('/who', token)).status).toBe(401)
})

test('a key that only reads changes nothing', async () => {
  const { token } = await make({ name: 'reader' })
  const answer = await ask('/decide', token, { method: 'POST' })
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({ code: 'key-only-reads' })
  const { token: deciding } = await make({ name: 'decider', mayDecide: true })
  expect((await ask('/decide', deciding, { method: 'POST' })).status).toBe(200)
})

test('a key in an address or a cookie is no key', async () => {
  const { token } = await make({ name: 'misplaced' })
  expect((await fetch(`${gateway.url}/who?key=${token}&access_token=${token}`)).status).toBe(401)
  const cookie = `clientele_${gateway.settings.ports.gateway}=${token}`
  expect((await fetch(`${gateway.url}/who`, { headers: { cookie } })).status).toBe(401)
})

test('a key with one character changed is refused', async () => {
  const { token } = await make({ name: 'changed' })
  const last = token.at(-5) === 'A' ? 'B' : 'A'
  expect((await ask('/who', token.slice(0, -5) + last + token.slice(-4))).status).toBe(401)
})

test('a key that could not be used is not made', async () => {
  await make({ name: 'once' })
  for (const wrong of [{ name: 'once' }, { name: 'Bad Name' }, { groups: [] }, { groups: ['everybody'] }])
    await expect(make({ name: 'other', ...wrong })).rejects.toMatchObject({ code: 'key-invalid' })
  expect((await listKeys(database.pool)).map(({ name }) => name)).not.toContain('other')
})

test('a program has no account', async () => {
  const { token } = await make({ name: 'no-person', mayDecide: true })
  expect((await ask('/account', token)).status).toBe(403)
  expect((await ask('/account', token, { method: 'POST' })).status).toBe(403)
})

test('a program that asks too often has to wait, and others do not', async () => {
  const { token } = await make({ name: 'eager', requestsPerMinute: 3 })
  const { token: other } = await make({ name: 'patient', requestsPerMinute: 3 })
  const answers = []
  for (let sent = 0; sent < 5; sent++) answers.push(await ask('/who', token))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
  expect(Number(answers[4]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await answers[4]?.json()).toMatchObject({ code: 'too-many-requests' })
  expect((await ask('/who', other)).status).toBe(200)
})
