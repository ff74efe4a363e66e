import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { signCubeToken } from '../../services/cube/token.ts'
import { freePort } from '../../services/ports.ts'
import { secret } from '../../services/secrets.ts'
import { useDatabase } from '../harness/database.ts'
import { type Checkout, copyCheckout } from './checkout.ts'
import { readGuide } from './guide.ts'

const source = readGuide('adding-a-source.md')
const metric = readGuide('adding-a-metric.md')
const page = readGuide('adding-a-page.md')
const mart = readGuide('adding-a-mart.md')
const db = useDatabase('built')
let checkout: Checkout

beforeAll(async () => {
  checkout = copyCheckout()
  const bookings = /```csv\n([\s\S]*?)```/.exec(
    readFileSync(join(import.meta.dirname, '../../docs/adding-a-source.md'), 'utf8'),
  )
  writeFileSync(join(checkout.root, 'bookings.csv'), bookings?.[1] ?? '')
  const [newSource = '', load = ''] = source.commands
  run(newSource)
  run(
    'init --name Salon --markets GB --currency GBP --time-zone Europe/London --sources salon --locale en-GB',
  )
  for (const [file, text] of [...source.files, ...metric.files, ...page.files, ...mart.files])
    checkout.write(file, text)
  run(load)
  for (const command of metric.commands.filter((command) => !command.startsWith('token'))) run(command)
})
afterAll(async () => {
  checkout.remove()
})

function run(command: string): string {
  const { code, output } = checkout.clientele(command.split(' '), { DATABASE_URL: db.url })
  expect(code, `${command}: ${output}`).toBe(0)
  return output
}

const treatments = async () => {
  const { rows } = await db.pool.query(`
    select treatment, visit_count, client_count, net_amount::float8 as revenue
    from marts.mart_treatment order by treatment`)
  return rows
}

const expected = [
  { treatment: 'Beard trim', visit_count: 1, client_count: 1, revenue: 18.5 },
  { treatment: 'Cut', visit_count: 1, client_count: 1, revenue: 38 },
  { treatment: 'Cut and colour', visit_count: 1, client_count: 1, revenue: 85 },
]

test('the source, mart, cubes and views of a company are built from the guides', async () => {
  expect([...source.files.keys(), ...metric.files.keys(), ...page.files.keys()]).toHaveLength(10)
  expect(page.commands).toEqual(['reports dev', 'check'])
  expect(mart.files.size).toBe(5)
  expect(mart.commands).toEqual(metric.commands.filter((command) => !/^token|--check/.test(command)))
  expect(await treatments()).toEqual(expected)
  const { rows } = await db.pool.query(
    "select count(*)::int as sources from ops.entities where is_in_use and entity <> 'salon.bookings'",
  )
  // what stewards decide
  expect(rows).toEqual([{ sources: 2 }])
})

test('Cube serves the cubes and views of a company with those of the product', async () => {
  const cube = await startCube()
  try {
    expect(await cube.rows(page.files.get('pages/treatments.yaml') ?? '')).toEqual([
      { 'treatments.treatment': 'Cut and colour', 'treatments.visits': '1', 'treatments.revenue': '85.0000' },
      { 'treatments.treatment': 'Cut', 'treatments.visits': '1', 'treatments.revenue': '38.0000' },
      { 'treatments.treatment': 'Beard trim', 'treatments.visits': '1', 'treatments.revenue': '18.5000' },
    ])
    expect(await cube.rows(mart.files.get('pages/weekdays.yaml') ?? '')).toEqual([
      {
        'weekdays.iso_weekday': 1,
        'weekdays.weekday_name': 'Monday',
        'weekdays.orders': '2',
        'weekdays.revenue': '103.5000',
        'weekdays.revenue_per_day': '103.5000000000000000',
      },
      {
        'weekdays.iso_weekday': 3,
        'weekdays.weekday_name': 'Wednesday',
        'weekdays.orders': '1',
        'weekdays.revenue': '38.0000',
        'weekdays.revenue_per_day': '38.0000000000000000',
      },
    ])
    const [units] = await cube.rows('measures: [our_orders.units_per_order, our_orders.order_count]')
    expect(Object.values(units ?? {}).map(Number)).toEqual([1, 3])
  } finally {
    await cube.stop()
  }
})

test('an upgrade of the product leaves company/ and what it builds as they are', async () => {
  const before = hashOf(join(checkout.root, 'company'))
  const table = await tableOf('marts.mart_treatment')
  upgrade('transforms/marts/mart_rfm.ts', (text) =>
    text.replace('5 - 5 * more_recent', '4 - 4 * more_recent'),
  )
  upgrade('transforms/marts/mart_recent_order.ts', () => addedMart)
  upgrade('model/cubes/mart_rfm.yml', (text) => text.replace('title: Customers', 'title: People'))
  const plan = run('plan')
  expect(plan).toContain('mart_recent_order')
  expect(plan).not.toContain('mart_treatment')
  run('check')
  run('build')
  expect(hashOf(join(checkout.root, 'company'))).toBe(before)
  expect(await treatments()).toEqual(expected)
  expect(await tableOf('marts.mart_treatment')).toBe(table)
  expect((await db.pool.query('select from marts.mart_recent_order')).rowCount).toBe(1)
})

test('a cube or view with a name of the product is refused', () => {
  checkout.write(
    'views/orders.yml',
    (metric.files.get('views/treatments.yml') ?? '').replace('name: treatments', 'name: orders'),
  )
  const { code, output } = checkout.clientele(['check'], { DATABASE_URL: db.url })
  expect(code).toBe(1)
  expect(output).toContain('company/views/orders.yml:2: orders is already defined in model/views/orders.yml.')
})

const addedMart = `
import { instant, key, sql, transform } from '#engine'
import { fct_orders } from '../warehouse/fct_orders.ts'

export const mart_recent_order = transform('marts.mart_recent_order', {
  description: 'The order placed last.',
  grain: ['order_key'],
  columns: { order_key: key('The order'), ordered_at: instant('When it was placed') },
  query: sql\`
    select
      order_key,
      ordered_at
    from \${fct_orders}
    order by ordered_at desc, order_key
    limit 1\`,
})
`

function upgrade(file: string, change: (text: string) => string): void {
  const path = join(checkout.root, file)
  const before = file.includes('recent') ? '' : readFileSync(path, 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(path, after)
}

/** The physical table behind a view, which is named after its version. */
async function tableOf(relation: string): Promise<unknown> {
  const { rows } = await db.pool.query('select pg_get_viewdef($1::regclass) as definition', [relation])
  return rows[0].definition
}

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort())
    hash.update(path).update(readFileSync(path))
  return hash.digest('hex')
}

/** Cube as the copied checkout runs it. */
async function startCube() {
  const cubeModule: typeof import('../../services/cube/cube.ts') = await import(
    join(checkout.root, 'services/cube/cube.ts')
  )
  const settingsModule: typeof import('../../services/settings.ts') = await import(
    join(checkout.root, 'services/settings.ts')
  )
  const settings = settingsModule.loadSettings({
    CLIENTELE_HOME: join(checkout.root, '.clientele'),
    CLIENTELE_CUBE_PORT: String(await freePort()),
    CLIENTELE_CUBE_SQL_PORT: String(await freePort()),
  })
  const { url, stop } = await cubeModule.startCube(settings, db.url)
  const authorization = signCubeToken(await secret(settings.stateDir, 'cube-jwt-secret'), ['analyst'], 'test')
  return {
    stop,
    /** The answer to a query written as in company/pages/. */
    async rows(queryFile: string): Promise<Record<string, unknown>[]> {
      const { description: _, ...asked } = z.record(z.string(), z.unknown()).parse(parse(queryFile))
      const query = encodeURIComponent(JSON.stringify(asked))
      for (;;) {
        const response = await fetch(`${url}/cubejs-api/v1/load?query=${query}`, {
          headers: { authorization },
        })
        const answer: { error?: string; data: Record<string, unknown>[] } = JSON.parse(await response.text())
        if (answer.error === 'Continue wait') continue
        expect(answer.error).toBeUndefined()
        return answer.data
      }
    },
  }
}
