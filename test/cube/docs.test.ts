import { execFile, execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerCut, Client, type Model } from '../../client/index.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { makeCompany } from './company.ts'
import { startTestCube, type TestCube } from './running.ts'

const root = join(import.meta.dirname, '../..')
let guide: string
let database: TestDatabase
let cube: TestCube
beforeAll(async () => {
  guide = await readFile(join(root, 'docs/adding-a-metric.md'), 'utf8')
  database = await cloneDatabase()
  await makeCompany(database.pool)
  cube = await startTestCube(database.url, { CLIENTELE_CUBE_ROW_LIMIT: '1000' })
})
afterAll(async () => {
  await cube?.stop()
  await database?.drop()
})

test('the query in the guide is answered for the token in the guide', async () => {
  const query = /query=(\{.*\})'/.exec(guide)?.[1] ?? ''
  const command = /\$\(npx clientele ([^)]*)\)/.exec(guide)?.[1]?.split(' ') ?? []
  const env = { ...process.env, CLIENTELE_HOME: cube.settings.stateDir }
  const token = execFileSync(process.execPath, ['cli/main.ts', ...command], {
    cwd: root,
    env,
    encoding: 'utf8',
  }).trim()
  const response = await fetch(`${cube.cube.url}/cubejs-api/v1/load?query=${encodeURIComponent(query)}`, {
    headers: { authorization: token },
  })
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('"orders.country":"France"')
})

test('the program in the guide is the one that is tested, and prints what Postgres says', async () => {
  const program = join(import.meta.dirname, 'client-example.ts')
  const written = (await readFile(program, 'utf8')).replace('../../client/', './client/')
  expect(await readFile(join(root, 'docs/cube.md'), 'utf8')).toContain(`\`\`\`ts\n${written}\`\`\``)
  const env = {
    ...process.env,
    CUBE_URL: `${cube.cube.url}/cubejs-api/v1`,
    TOKEN: cube.token(['analyst']),
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env })
  const { rows } = await database.pool.query<{ line: string }>(`
    with years as (
      select
        case when o.customer_key = -1 then o.sold_to_market else c.market end as market,
        to_char(o.ordered_at at time zone 'UTC', 'YYYY') as year,
        count(*) filter (where o.is_purchase) as orders,
        sum(o.net_amount) filter (where not o.is_test) as revenue
      from warehouse.fct_orders o
      join pii.dim_customer c using (customer_key)
      group by 1, 2
    )
    select concat_ws(' ', market, year, orders, round(revenue / orders, 2)) as line
    from years
    order by revenue desc
    limit 3`)
  expect(stdout.trim().split('\n')).toEqual([...rows.map(({ line }) => line), '… and more'])
})

test('a typed query is checked by the compiler, and its answer says if it was cut', async () => {
  const client = new Client<Model>({
    url: `${cube.cube.url}/cubejs-api/v1`,
    token: async () => cube.token(['analyst']),
  })
  const { rows, isCut } = await client.load({
    measures: ['orders.count', 'orders.net_revenue'],
    dimensions: ['orders.is_test', 'orders.iso_weekday'],
    timeDimensions: [{ dimension: 'orders.ordered_at', dateRange: ['2010-01-01', '2011-12-31'] }],
    filters: [{ member: 'orders.market', operator: 'equals', values: ['France'] }],
  })
  const [row] = rows
  if (!row) throw new Error('There is no row.')
  const count: number = row['orders.count']
  const revenue: number | null = row['orders.net_revenue']
  const isTest: boolean | null = row['orders.is_test']
  const weekday: number | null = row['orders.iso_weekday']
  expect([count, revenue, isTest, weekday].map((value) => typeof value)).toEqual([
    ...['number', 'number', 'boolean', 'number'],
  ])
  expect([rows.length, isCut]).toEqual([14, false])
  // @ts-expect-error: the query does not name it
  expect(row['orders.quantity']).toBeUndefined()
  // @ts-expect-error: a time dimension without granularity is no column
  expect(row['orders.ordered_at']).toBeUndefined()

  const first = await client.load({ dimensions: ['orders.order_id'], limit: 5 })
  expect([first.rows.length, first.isCut]).toEqual([5, true])
  const all = client.load({ dimensions: ['orders.order_id'] })
  await expect(all).rejects.toThrow(AnswerCut)
  await expect(all).rejects.toThrow('more than 1000 rows')

  const wrong = [
    // @ts-expect-error: no such measure
    () => client.load({ measures: ['orders.net_revenu'] }),
    // @ts-expect-error: a dimension is no measure
    () => client.load({ measures: ['orders.market'] }),
    // @ts-expect-error: a query has measures
    () => client.load({ mesures: ['orders.net_revenue'] }),
    // @ts-expect-error: no time dimension
    () => client.load({ timeDimensions: [{ dimension: 'orders.market', granularity: 'day' }] }),
    // @ts-expect-error: no such operator
    () => client.load({ filters: [{ member: 'orders.market', operator: 'is', values: ['France'] }] }),
  ]
  for (const load of wrong) await expect(load()).rejects.toThrow()
})
