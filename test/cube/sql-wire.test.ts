import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { searchAudit } from '../../services/access/audit.ts'
import { canLoadAddon } from '../../services/cube/portable.ts'
import { recheckSeconds } from '../../services/cube/sql-sessions.ts'
import { addSqlUser, removeSqlUser } from '../../services/cube/sql-users.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { makeCompany, viewNames } from './company.ts'
import { startTestCube, type TestCube } from './running.ts'

const password = 'correct horse battery'

describe.skipIf(!canLoadAddon())("SQL over the wire, which needs Cube's native addon", () => {
  let database: TestDatabase
  let cube: TestCube
  let ann: pg.Client
  beforeAll(async () => {
    database = await cloneDatabase()
    await makeCompany(database.pool)
    await addSqlUser(database.pool, 'ann', password, ['analyst'])
    cube = await startTestCube(database.url, { CLIENTELE_CUBE_SQL: 'on' })
    ann = await connected('ann', password)
  })
  afterAll(async () => {
    await ann?.end().catch(() => {})
    await cube?.stop()
    await database?.drop()
  })

  async function connected(user: string, secret: string): Promise<pg.Client> {
    const port = cube.cube.sqlPort ?? 0
    const client = new pg.Client({ host: '127.0.0.1', port, user, password: secret, database: 'clientele' })
    client.on('error', () => {})
    await client.connect()
    return client
  }

  async function first(sql: string): Promise<unknown> {
    const { rows } = await ann.query(sql)
    return Object.values(rows[0] ?? {})[0]
  }

  async function rest(measure: string): Promise<number> {
    const [row] = await cube.rows({ measures: [measure] })
    return Number(row?.[measure])
  }

  test('the right password lets in, and nothing else does', async () => {
    for (const [user, secret] of [
      ['ann', 'wrong'],
      ['ann', ''],
      ['bob', password],
      ['greeting', 'none'],
    ] as const)
      await expect(connected(user, secret)).rejects.toThrow()
  })

  test('personal data that is read is in the audit log, also within expressions', async () => {
    await addSqlUser(database.pool, 'pia', password, ['pii'])
    const pia = await connected('pia', password)
    const queries = [
      'select email from customer_360 limit 3',
      'select upper(email) as written, measure(party_count) from customer_360 group by 1 limit 3',
    ]
    for (const query of queries) {
      const before = await searchAudit(database.pool, { reader: 'pia', limit: 100 })
      await pia.query(query)
      const after = await searchAudit(database.pool, { reader: 'pia', limit: 100 })
      expect([query, after.length > before.length]).toEqual([query, true])
      expect(after[0]).toMatchObject({
        action: 'query',
        way: 'cube',
        fields: ['customer_360.email'],
      })
    }
    const before = await searchAudit(database.pool, { reader: 'pia', limit: 100 })
    await pia.query('select country, measure(party_count) from customer_360 group by 1')
    expect(await searchAudit(database.pool, { reader: 'pia', limit: 100 })).toEqual(before)
    await pia.end()
  })

  test('measure() and sum() give what REST gives', async () => {
    const revenue = await rest('orders.net_revenue')
    expect(Number(await first('select measure(net_revenue) from orders'))).toBeCloseTo(revenue, 2)
    expect(Number(await first('select sum(net_revenue) from orders'))).toBeCloseTo(revenue, 2)
  })

  test.each(['avg', 'min', 'max'])(
    '%s of a sum is refused, and the message names measure()',
    async (name) => {
      await expect(ann.query(`select ${name}(net_revenue) from orders`)).rejects.toThrow(
        'measure(net_revenue)',
      )
      const grouped = `select country, ${name}(net_revenue) from orders group by 1`
      await expect(ann.query(grouped)).rejects.toThrow('measure(net_revenue)')
    },
  )

  test('every view can be counted and previewed', async () => {
    const { body } = await cube.get('/v1/meta', ['analyst'])
    const views = z.array(z.object({ name: z.string() })).parse(body.cubes)
    expect(views).toHaveLength(viewNames.length)
    for (const { name } of views) {
      const count = await rest(`${name}.count`)
      expect([name, Number(await first(`select count(*) from ${name}`))]).toEqual([name, count])
      const { rows } = await ann.query(`select * from ${name} limit 3`)
      expect([name, rows.length]).toEqual([name, Math.min(3, count)])
    }
  })

  test('keys are text', async () => {
    expect(typeof (await first('select order_key from orders limit 1'))).toBe('string')
  })

  test('personal data is not there for analysts', async () => {
    await expect(ann.query('select email from customers limit 1')).rejects.toThrow()
  })

  test('no value that a client sends is logged', async () => {
    const secret = 'person7@example.com'
    await ann.query(`select nothing from orders where country = '${secret}'`).catch(() => {})
    await ann
      .query(`select ordered_at from orders where ordered_at = cast('${secret}' as timestamp)`)
      .catch(() => {})
    await connected(secret, password).catch(() => {})
    const log = await readFile(join(cube.settings.stateDir, 'logs/cube.log'), 'utf8')
    expect(log).not.toContain('person7')
  })

  test('SQL over HTTP needs a token', async () => {
    const query = 'select measure(order_count) as n from orders'
    const url = `${cube.cube.url}/cubejs-api/v1/cubesql`
    const headers = { 'content-type': 'application/json' }
    const refused = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
    expect(refused.status).toBe(403)
    const answered = await fetch(url, {
      method: 'POST',
      headers: { ...headers, authorization: cube.token(['analyst']) },
      body: JSON.stringify({ query }),
    })
    expect(answered.status).toBe(200)
    expect(await answered.text()).toContain(String(await rest('orders.order_count')))
  })

  test('a session goes on after it was asked about again, and ends soon after its user is removed', async () => {
    const wait = (recheckSeconds + 2) * 1000
    await pause(wait)
    expect(Number(await first('select count(*) from orders'))).toBeGreaterThan(0)
    await removeSqlUser(database.pool, 'ann')
    await pause(wait)
    await expect(ann.query('select count(*) from orders')).rejects.toThrow()
  })

  test('a port that another program has is an error of the start', async () => {
    const other = createServer().listen(0, '0.0.0.0')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const variables = { CLIENTELE_CUBE_SQL: 'on', CLIENTELE_CUBE_SQL_PORT: String(port) }
    await expect(startTestCube(database.url, variables)).rejects.toMatchObject({ code: 'port-taken' })
    other.close()
  })
})
