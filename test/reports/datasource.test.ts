import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { getRunner, testConnection } from '../../reports/plugins/evidence-cube/index.ts'
import { type Asked, annotation, type FakeCube, pageOf, type Reply, startFakeCube } from './fake-cube.ts'

const file = '/reports/sources/cube/countries.yaml'
const countries = `
dimensions: [orders.country]
measures: [orders.order_count]
as: { orders.order_count: orders }
`

let cube: FakeCube | undefined
afterEach(async () => {
  await cube?.stop()
  cube = undefined
})

async function run(answer: (query: Asked, nth: number) => Reply, text = countries, page_size = 10_000) {
  cube = await startFakeCube(answer)
  const runner = await getRunner({ url: cube.url, token: 'good', page_size }, '/reports/sources/cube')
  return runner(text, file)
}

describe('pages of rows', () => {
  test('give every row once and in order, for any page size and any cap of the server', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 25 }),
        async (count, pageSize, cap) => {
          const names = Array.from({ length: count }, (_, n) => `country ${n}`)
          const result = await run((query) => ({ body: pageOf(names, query, cap) }), countries, pageSize)
          await cube?.stop()
          expect(result?.rows).toEqual(names.map((country, orders) => ({ country, orders })))
        },
      ),
      { numRuns: 30 },
    )
  })

  test('are ordered so that no two rows tie', async () => {
    await run(
      (query) => ({ body: pageOf(['a'], query) }),
      `${countries}order: { orders.order_count: desc }\n`,
    )
    expect(cube?.asked[0]?.order).toEqual([
      ['orders.order_count', 'desc'],
      ['orders.country', 'asc'],
    ])
  })

  test('a repeated page is an error', async () => {
    const names = ['a', 'b', 'c', 'd']
    const answer = run((query) => ({ body: pageOf(names, { ...query, offset: 0 }) }), countries, 2)
    await expect(answer).rejects.toThrow(/countries.yaml: Cube gave the row \["a"\] twice/)
  })

  test('rows that Cube cut off are an error', async () => {
    const answer = run(
      (query) => {
        const page = pageOf(['a', 'b', 'c', 'd'], query)
        return { body: query.offset < 2 ? page : { ...page, data: [] } }
      },
      countries,
      2,
    )
    await expect(answer).rejects.toThrow(/Cube counts 4 rows but gave 2/)
  })

  test('a limit in the file applies to all pages together', async () => {
    const names = Array.from({ length: 9 }, (_, n) => `${n}`)
    const result = await run((query) => ({ body: pageOf(names, query) }), `${countries}limit: 5\n`, 2)
    expect(result?.rows).toHaveLength(5)
    expect(cube?.asked.map((query) => query.limit)).toEqual([2, 2, 1])
  })
})

test('a query is asked again after "Continue wait"', async () => {
  const result = await run((query, nth) => ({
    body: nth < 3 ? { error: 'Continue wait' } : pageOf(nth < 4 ? ['a'] : [], query),
  }))
  expect(result?.rows).toEqual([{ country: 'a', orders: 0 }])
})

test('"Continue wait" times out', async () => {
  vi.stubEnv('CLIENTELE_CUBE_WAIT_SECONDS', '0.5')
  const answer = run(() => ({ body: { error: 'Continue wait' } }))
  await expect(answer).rejects.toThrow(/countries.yaml: Cube was still computing/)
  vi.unstubAllEnvs()
})

describe('columns', () => {
  const all = `
timeDimensions: [{ dimension: orders.ordered_date, granularity: month }]
dimensions: [orders.is_sample, orders.country]
measures: [orders.order_count]
as: { orders.ordered_date.month: month }
`
  const types = {
    measures: { 'orders.order_count': { type: 'number' } },
    dimensions: { 'orders.country': { type: 'string' }, 'orders.is_sample': { type: 'boolean' } },
    timeDimensions: { 'orders.ordered_date.month': { type: 'time' } },
  }
  const reply = (row: object) => (query: Asked) => ({
    body: { data: query.offset === 0 ? [row] : [], annotation: types },
  })

  test('have the type that Cube says, and nulls stay null', async () => {
    const row = {
      'orders.ordered_date.month': '2011-01-01T00:00:00.000',
      'orders.is_sample': 'false',
      'orders.country': null,
      'orders.order_count': '9747747.9340',
    }
    const result = await run(reply(row), all)
    expect(result?.rows).toEqual([
      { month: new Date(Date.UTC(2011, 0, 1)), is_sample: false, country: null, order_count: 9747747.934 },
    ])
    expect(result?.columnTypes.map((column) => [column.name, column.evidenceType])).toEqual([
      ['month', 'date'],
      ['is_sample', 'boolean'],
      ['country', 'string'],
      ['order_count', 'number'],
    ])
  })

  test('text that is not a number is an error, not a zero', async () => {
    const answer = run(reply({ 'orders.order_count': '' }), all)
    await expect(answer).rejects.toThrow(/orders.order_count should be a number, but Cube answered ""/)
  })
})

type Sale = { market: string | null; channel: string; customer: number; month: number }

/** The distinct customers of the sales, grouped as a query asks. */
function distinctCustomers(sales: readonly Sale[], query: Asked) {
  const [time] = query.timeDimensions
  const column = `sales.sold_on.${time?.granularity}`
  const periodOf = ({ month }: Sale) =>
    `2024-${String(time?.granularity === 'year' ? 1 : month).padStart(2, '0')}-01T00:00:00.000`
  const keyOf = (sale: Sale) => ({
    ...(time && { [column]: periodOf(sale) }),
    ...(query.dimensions.includes('sales.market') && { 'sales.market': sale.market }),
    ...(query.dimensions.includes('sales.channel') && { 'sales.channel': sale.channel }),
  })
  const groups = Map.groupBy(sales, (sale) => JSON.stringify(keyOf(sale)))
  const all = [...groups].map(([key, some]) => ({
    ...JSON.parse(key),
    'sales.customers': new Set(some.map(({ customer }) => customer)).size,
  }))
  const dimensions = { 'sales.market': { type: 'string' }, 'sales.channel': { type: 'string' } }
  return {
    data: all.slice(query.offset, query.offset + query.limit),
    annotation: {
      measures: { 'sales.customers': { type: 'number' } },
      dimensions: Object.fromEntries(
        Object.entries(dimensions).filter(([name]) => query.dimensions.includes(name)),
      ),
      timeDimensions: time ? { [column]: { type: 'time' } } : {},
    },
    ...(query.total ? { total: all.length } : {}),
  }
}

describe('all_of', () => {
  const text = `
timeDimensions: [{ dimension: sales.sold_on, granularity: [month, year] }]
all_of: [sales.market, sales.channel]
measures: [sales.customers]
as: { sales.sold_on: period }
`
  const sale = fc.record({
    market: fc.constantFrom('GB', 'DE', 'All', 'Unknown', null),
    channel: fc.constantFrom('shop', 'web'),
    customer: fc.integer({ min: 1, max: 5 }),
    month: fc.integer({ min: 1, max: 3 }),
  })

  test('a page filter finds one row with the distinct count of just these sales, in every period', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 30 }), async (sales) => {
        const result = await run((query) => ({ body: distinctCustomers(sales, query) }), text)
        await cube?.stop()
        const rows: Record<string, unknown>[] = result?.rows ?? []
        const keys = rows.map(({ customers, ...key }) => JSON.stringify(key))
        expect(new Set(keys).size).toBe(rows.length)
        const missing = sales.some(({ market }) => market === 'Unknown') ? 'Missing' : 'Unknown'
        const labelOf = (market: string | null) => (market === 'All' ? '“All”' : (market ?? missing))
        for (const { period_type, period, market, channel, customers } of rows) {
          const some = sales.filter(
            (one) =>
              (market === 'All' || market === labelOf(one.market)) &&
              (channel === 'All' || channel === one.channel) &&
              (period_type === 'year' || (period instanceof Date && period.getUTCMonth() + 1 === one.month)),
          )
          expect(customers).toBe(new Set(some.map(({ customer }) => customer)).size)
          expect(customers).toBeGreaterThan(0)
        }
        expect(rows.some((row) => row.market === 'All' && row.channel === 'All')).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('asks for every subset and every granularity, and gives each column its type', async () => {
    const sales = [{ market: null, channel: 'web', customer: 1, month: 2 }]
    const result = await run((query) => ({ body: distinctCustomers(sales, query) }), text)
    const asked = cube?.asked.filter(({ offset }) => offset === 0)
    expect(
      asked?.map(({ dimensions, timeDimensions }) =>
        [timeDimensions[0]?.granularity, ...dimensions.map((name) => name.split('.')[1])].join(' '),
      ),
    ).toEqual(
      expect.arrayContaining([
        'month market channel',
        'month market',
        'month channel',
        'month',
        'year market channel',
        'year market',
        'year channel',
        'year',
      ]),
    )
    expect(asked).toHaveLength(8)
    expect(result?.columnTypes.map((column) => [column.name, column.evidenceType])).toEqual([
      ['period', 'date'],
      ['market', 'string'],
      ['channel', 'string'],
      ['customers', 'number'],
      ['period_type', 'string'],
    ])
    expect(result?.rows).toHaveLength(8)
    expect(result?.rows[0]).toEqual({
      period: new Date(Date.UTC(2024, 1, 1)),
      period_type: 'month',
      market: 'Unknown',
      channel: 'web',
      customers: 1,
    })
  })
})

test('an answer that a limit cut says of how many rows', async () => {
  const names = Array.from({ length: 9 }, (_, n) => `${n}`)
  const result = await run((query) => ({ body: pageOf(names, query) }), `${countries}limit: 5\n`)
  expect(result?.rows.map(({ row_total }) => row_total)).toEqual([9, 9, 9, 9, 9])
  expect(result?.columnTypes.at(-1)).toMatchObject({ name: 'row_total', evidenceType: 'number' })
})

test('a file with rows in it is a table of texts, and rows that do not fit its columns are refused', async () => {
  const runner = await getRunner({ url: 'http://127.0.0.1:1', token: 'good' }, '/reports/sources/cube')
  const result = await runner(
    'columns: [name, path]\nrows: [[orders, /orders/], [visits, ""]]\n',
    '/a/readers.yaml',
  )
  expect(result?.rows).toEqual([
    { name: 'orders', path: '/orders/' },
    { name: 'visits', path: '' },
  ])
  const tooShort = runner('columns: [name, path]\nrows: [[orders]]\n', '/a/readers.yaml')
  await expect(tooShort).rejects.toThrow(/readers.yaml: must have columns, and rows with a text for each/)
})

test('definitions are what Cube says of the members that the other files ask for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-definitions-'))
  await writeFile(join(folder, 'connection.yaml'), 'name: cube\ntype: cube\n')
  await writeFile(join(folder, 'countries.yaml'), countries)
  await writeFile(join(folder, 'broken.yaml'), 'measure: [orders.count]')
  await writeFile(join(folder, 'definitions.yaml'), 'definitions: true\n')
  const measure = { name: 'orders.order_count', shortTitle: 'Orders', description: 'Sales', type: 'number' }
  const money = { name: 'orders.net_revenue', shortTitle: 'Net revenue', format: 'currency', currency: 'GBP' }
  const country = { name: 'orders.country', shortTitle: 'Country', format: 'id' }
  cube = await startFakeCube(() => ({ body: {} }), {
    cubes: [{ name: 'orders', measures: [measure, money], dimensions: [country] }],
  })
  const runner = await getRunner({ url: cube.url, token: 'good' }, folder)
  const result = await runner('definitions: true\n', join(folder, 'definitions.yaml'))
  expect(result?.rows).toEqual([
    { member: 'orders.country', title: 'Country', description: '', format: 'id', currency: null },
    { member: 'orders.order_count', title: 'Orders', description: 'Sales', format: null, currency: null },
  ])
  await rm(folder, { recursive: true })
})

describe('a result without rows', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-empty-'))
    vi.stubEnv('EVIDENCE_DATA_DIR', folder)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })

  test('is a file with typed columns', async () => {
    const result = await run(() => ({ body: { data: [], annotation, total: 0 } }))
    expect(result).toMatchObject({ rows: [], url: 'static/data/cube/countries/countries.parquet' })
    expect(result?.columnTypes.map((column) => column.evidenceType)).toEqual(['string', 'number'])
    const { query } = await import(
      '../../reports/node_modules/@evidence-dev/universal-sql/src/client-duckdb/node.js'
    )
    const columns = query(`describe select * from '${folder}/cube/countries/countries.parquet'`)
    expect(
      columns.map((column: Record<string, unknown>) => [column.column_name, column.column_type]),
    ).toEqual([
      ['country', 'VARCHAR'],
      ['orders', 'DOUBLE'],
    ])
  })
})

describe('an error names the file', () => {
  test.each([
    ['not: [valid', /countries.yaml: is not valid YAML/],
    ['measure: [orders.order_count]', /does not know the key "measure"/],
    ['measures: []', /asks for no column/],
    [
      'measures: [orders.count]\nas: { orders.net: net }',
      /as names orders.net, which the query does not ask for/,
    ],
    ['measures: [orders.count]\ndimensions: [customers.count]', /two columns called count/],
    ['measures: [orders.count]\nlimit: 0', /limit must be a whole number/],
    ['measures: [orders.count]\norder: { orders.count: up }', /order must map a member to asc or desc/],
    ['measures: orders.count', /measures must be a list of members/],
    ['measures: [orders.count]\ndimensions: [7]', /dimensions.0 must be a member, such as/],
    ['measures: [orders.count]\nas: { orders.count: Count }', /orders.count must have a name in lower case/],
    [
      'measures: [orders.count]\ntimeDimensions: [{ dimension: orders.day, granularty: month }]',
      /timeDimensions.0 does not know the key "granularty"; it may have dimension, granularity, dateRange/,
    ],
    ['timeDimensions: [{ granularity: month }]', /timeDimensions.0.dimension must be a member/],
    [
      'measures: [a.b]\nall_of: [a.c, a.d, a.e, a.f, a.g]',
      /all_of has 5 dimensions, which would be 32 queries/,
    ],
    ['measures: [a.b]\nall_of: [a.c]\nlimit: 3', /a limit would cut each of the queries/],
    ['measures: [a.b]\ndimensions: [a.row_total]\nlimit: 3', /two columns called row_total/],
    ['- measures', /must be a mapping with measures or dimensions/],
  ])('%j', async (text, message) => {
    await expect(run(() => ({ body: {} }), text)).rejects.toThrow(message)
  })

  test('if Cube does not know a member', async () => {
    const answer = run(() => ({ status: 400, body: { error: "Error: 'x' not found for path 'orders.x'" } }))
    await expect(answer).rejects.toThrow(
      "countries.yaml: Cube refused the query (HTTP 400): 'x' not found for path 'orders.x'",
    )
  })

  test('if Cube refuses the token', async () => {
    cube = await startFakeCube(() => ({ body: {} }))
    expect(await testConnection({ url: cube.url, token: 'bad' })).toEqual({
      reason: expect.stringMatching(/Cube refused the token/),
    })
  })

  test('if Cube does not run', async () => {
    cube = await startFakeCube(() => ({ body: {} }))
    const { url } = cube
    await cube.stop()
    cube = undefined
    expect(await testConnection({ url, token: 'good' })).toEqual({
      reason: expect.stringMatching(/Cube does not answer at http:.*ECONNREFUSED.*npm start/),
    })
  })
})
