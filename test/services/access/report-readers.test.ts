import { afterAll, beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../../harness/database.ts'
import { openGateway, signedIn } from '../../harness/gateway.ts'

const database = useDatabase()
let gateway: Awaited<ReturnType<typeof openGateway>>

beforeAll(async () => {
  gateway = await openGateway(database.pool)
})
afterAll(() => gateway?.stop())

/** There are no pages in this gateway, which those who may see them are told by 503. */
test.each([
  ['in a group', ['agent'], null, 503],
  ['of some markets, whose figures are not apart', ['analyst'], ['Ireland'], 403],
])('a reader %s', async (_who, groups, markets, status) => {
  const cookie = await signedIn(gateway, database.pool, 'ann', groups, markets)
  for (const path of ['/churn/', '/data/manifest.json', '/_app/immutable/a.js'])
    expect((await fetch(gateway.url + path, { headers: { cookie } })).status).toBe(status)
})

test('a reader whose groups no longer exist', async () => {
  const cookie = await signedIn(gateway, database.pool, 'ben', ['agent'])
  await database.pool.query(`update ops.sql_users set groups = '{former}' where user_name = 'ben'`)
  expect((await fetch(`${gateway.url}/`, { headers: { cookie } })).status).toBe(403)
})

test('a reader of some markets is led from the start to where customers are found', async () => {
  const cookie = await signedIn(gateway, database.pool, 'cy', ['agent'], ['Ireland'])
  const answer = await fetch(`${gateway.url}/`, { headers: { cookie }, redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/customers'])
})
