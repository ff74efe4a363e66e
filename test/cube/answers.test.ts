import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { requestBi } from '../../services/bi/bi.ts'
import { type CubeGroup, cubeGroups, kindsFor } from '../../services/cube/groups.ts'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { membersOf } from '../../services/cube/model-rules.ts'
import { personalColumns } from '../../services/cube/personal-members.ts'
import { opsRelations, type Relations } from '../../services/cube/relations.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { columnsFor, compareAnswers, compareDimensions, viewsOf } from './bi-answers.ts'
import { makeCompany, orderCount, publish, published, viewNames } from './company.ts'
import { type Row, startTestCube, type TestCube } from './running.ts'
import { openSqlInterface, type SqlInterface } from './sql-interface.ts'

let database: TestDatabase
let cube: TestCube
beforeAll(async () => {
  database = await cloneDatabase()
  await makeCompany(database.pool)
  cube = await startTestCube(database.url)
})
afterAll(async () => {
  await cube?.stop()
  await database?.drop()
})

const isReal = 'not o.is_test'
const isPurchase = 'o.is_purchase'
const measures: Readonly<Record<string, string>> = {
  document_count: 'count(*)',
  order_count: `count(*) filter (where ${isPurchase})`,
  known_order_count: `count(*) filter (where ${isPurchase} and o.customer_key <> -1)`,
  unvalued_order_count: `count(*) filter (where ${isPurchase} and o.currency <> 'GBP')`,
  ledger_amount: 'sum(o.net_amount + o.other_amount)',
  net_revenue: `sum(o.net_amount) filter (where ${isReal})`,
  gross_revenue: `sum(o.gross_amount) filter (where ${isReal})`,
  returned_revenue: `sum(o.returned_amount) filter (where ${isReal})`,
  other_money: `sum(o.other_amount) filter (where ${isReal})`,
  unattributed_revenue: `sum(o.net_amount) filter (where ${isReal} and o.customer_key = -1)`,
  customer_count: `count(distinct o.customer_key) filter (where ${isPurchase} and o.customer_key <> -1)`,
  new_customer_count: `count(distinct o.customer_key) filter (where ${isPurchase}
    and o.ordered_date = l.first_ordered_date and o.customer_key <> -1)`,
  quantity: 'sum(o.quantity)',
  average_order_value: `(sum(o.gross_amount) filter (where ${isReal}) - sum(o.discount_amount) filter (where ${isReal}))
    / nullif(count(*) filter (where ${isPurchase} and o.currency = 'GBP'), 0)`,
}
const dimensions: Readonly<Record<string, string>> = {
  country: 'o.country',
  order_type: 'o.order_type',
  is_known_customer: 'o.customer_key <> -1',
  is_test: 'o.is_test',
  status: 'o.status',
  currency: 'o.currency',
  excluded_because: 'o.excluded_because',
  customer_segment: `case when o.customer_key = -1 then 'Unknown' else coalesce(r.segment, 'No order') end`,
  quarter: 'd.quarter',
}
const filters: readonly { cube: object; sql: string }[] = [
  { cube: { member: 'orders.country', operator: 'equals', values: ['France'] }, sql: `o.country = 'France'` },
  {
    cube: { member: 'orders.order_type', operator: 'notEquals', values: ['return'] },
    sql: `o.order_type <> 'return'`,
  },
  { cube: { member: 'orders.is_test', operator: 'equals', values: ['false'] }, sql: 'not o.is_test' },
  {
    cube: { member: 'orders.is_known_customer', operator: 'equals', values: ['true'] },
    sql: 'o.customer_key <> -1',
  },
  { cube: { member: 'orders.customer_key', operator: 'gt', values: ['100'] }, sql: 'o.customer_key > 100' },
]
const granularities = ['day', 'week', 'month', 'quarter', 'year'] as const

const question = fc.record({
  measures: fc.uniqueArray(fc.constantFrom(...Object.keys(measures)), { minLength: 1, maxLength: 4 }),
  dimensions: fc.uniqueArray(fc.constantFrom(...Object.keys(dimensions)), { maxLength: 3 }),
  filters: fc.subarray([...filters]),
  granularity: fc.option(fc.constantFrom(...granularities), { nil: undefined }),
  days: fc.option(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 400 })), {
    nil: undefined,
  }),
})

test('Cube gives the same answers as plain SQL', async () => {
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const from = day(asked.days?.[0] ?? 0)
      const to = day((asked.days?.[0] ?? 0) + (asked.days?.[1] ?? 0))
      const time = { dimension: 'orders.ordered_date', granularity: asked.granularity }
      const answer = await cube.rows({
        measures: asked.measures.map((name) => `orders.${name}`),
        dimensions: asked.dimensions.map((name) => `orders.${name}`),
        filters: asked.filters.map((filter) => filter.cube),
        timeDimensions:
          asked.granularity || asked.days ? [asked.days ? { ...time, dateRange: [from, to] } : time] : [],
      })
      const groups = [
        ...asked.dimensions.map((name) => `${dimensions[name]} as "orders.${name}"`),
        ...(asked.granularity
          ? [`date_trunc('${asked.granularity}', o.ordered_date::timestamp) as "orders.ordered_date"`]
          : []),
      ]
      const where = asked.filters.map((filter) => filter.sql)
      if (asked.days) where.push(`o.ordered_date between '${from}' and '${to}'`)
      const { rows } = await database.pool.query<Row>(`
        select ${[...groups, ...asked.measures.map((name) => `${measures[name]} as "orders.${name}"`)].join(', ')}
        from warehouse.fct_orders o
        left join marts.mart_customer_ltv l using (customer_key)
        left join marts.mart_rfm r using (customer_key)
        left join warehouse.dim_date d on d.date_day = o.ordered_date
        where ${where.join(' and ') || 'true'}
        ${groups.length > 0 ? `group by ${groups.map((_, i) => i + 1).join(', ')}` : ''}`)
      expect(comparable(answer)).toEqual(comparable(rows))
    }),
    { numRuns: 25 },
  )
})

function day(after: number): string {
  return new Date(Date.UTC(2010, 0, 1 + after)).toISOString().slice(0, 10)
}

/** Rows in one order and notation: numbers with six decimals, instants as text, times without their granularity. */
function comparable(rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  return rows
    .map((row) =>
      Object.entries(row)
        .filter(([name]) => name.split('.').length === 2)
        .map(([name, value]) => `${name}=${plain(value)}`)
        .sort()
        .join(' '),
    )
    .sort()
}

function plain(value: unknown): string {
  if (value instanceof Date)
    return new Date(value.getTime() - value.getTimezoneOffset() * 60_000).toISOString().slice(0, -1)
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value).toFixed(6)
  return typeof value === 'number' ? value.toFixed(6) : String(value)
}

test('totals agree across views', async () => {
  const [orders] = await cube.rows({
    measures: ['orders.net_revenue', 'orders.unattributed_revenue', 'orders.ledger_amount'],
  })
  const [lines] = await cube.rows({ measures: ['products.net_revenue', 'products.ledger_amount'] })
  const [value] = await cube.rows({
    measures: ['net_revenue', 'unattributed_value', 'total_value'].map((name) => `lifetime_value.${name}`),
  })
  const [rfm] = await cube.rows({ measures: ['rfm.revenue'] })
  const buyers = await cube.rows({
    measures: ['lifetime_value.total_value'],
    filters: [{ member: 'lifetime_value.has_ordered', operator: 'equals', values: ['true'] }],
  })
  expect(lines?.['products.net_revenue']).toBe(orders?.['orders.net_revenue'])
  expect(lines?.['products.ledger_amount']).toBe(orders?.['orders.ledger_amount'])
  expect(value?.['lifetime_value.net_revenue']).toBe(orders?.['orders.net_revenue'])
  expect(value?.['lifetime_value.unattributed_value']).toBe(orders?.['orders.unattributed_revenue'])
  expect(rfm?.['rfm.revenue']).toBe(buyers[0]?.['lifetime_value.total_value'])
})

test('customers and orders are counted by one filter in every view', async () => {
  const one = async (measures: readonly string[]) =>
    Object.values((await cube.rows({ measures }))[0] ?? {}).map(Number)
  const counts = await one(['orders.customer_count', 'orders.known_order_count'])
  expect(counts[0]).toBeGreaterThan(200)
  expect(await one(['lifetime_value.customer_count', 'lifetime_value.order_count_total'])).toEqual(counts)
  expect(await one(['rfm.customer_count', 'rfm.order_count'])).toEqual(counts)
  expect(await one(['products.customer_count'])).toEqual(counts.slice(0, 1))
  expect(await one(['customer_360.customer_count'])).toEqual(counts.slice(0, 1))
  const [all = 0, buyers = 0, prospects = 0] = await one([
    'customer_360.party_count',
    'customer_360.customer_count',
    'customer_360.prospect_count',
  ])
  expect(all).toBe(buyers + prospects)
  const [known, people = 0, organisations = 0] = await one([
    'customer_360.party_count',
    'customer_360.person_count',
    'customer_360.organisation_count',
  ])
  expect(known).toBe(people + organisations)
  expect(await one(['products.order_count'])).toEqual(await one(['orders.order_count']))
})

type Member = { name: string }
type MetaView = { name: string; measures: Member[]; dimensions: Member[] }

async function viewsFor(group: CubeGroup): Promise<MetaView[]> {
  const { body } = await cube.get('/v1/meta', [group])
  return JSON.parse(JSON.stringify(body.cubes))
}

const members = z.array(z.object({ name: z.string() }))

function names(members: readonly Member[]): string[] {
  return members.map((member) => member.name)
}

test('every member of every view can be asked for', async () => {
  const views = await viewsFor('pii')
  expect(views.map((view) => view.name).sort()).toEqual(viewNames)
  for (const { measures, dimensions } of views) {
    expect(await cube.rows({ measures: names(measures) }, ['pii'])).toHaveLength(1)
    const [row] = await cube.rows({ dimensions: names(dimensions), limit: 1 }, ['pii'])
    expect(Object.keys(row ?? {}).sort()).toEqual(names(dimensions).sort())
  }
})

test('every view can be previewed row by row and counted', async () => {
  const faults: string[] = []
  for (const { name, measures, dimensions } of await viewsFor('pii')) {
    const members = { dimensions: names(dimensions), measures: names(measures) }
    const query = { ...members, ungrouped: true, limit: 3, total: true }
    const { body } = await cube.post('/v1/load', { query }, ['pii'])
    if (!body.data) {
      faults.push(`${name}: ${body.error}`)
      continue
    }
    const [row] = body.data
    expect(Object.keys(row ?? {}).sort()).toEqual([...members.dimensions, ...members.measures].sort())
    const counted = await cube.rows({ measures: [`${name}.count`] }, ['pii'])
    expect(counted).toEqual([{ [`${name}.count`]: String(body.total) }])
  }
  expect(faults).toEqual([])
})

test('in a single row, a measure that no type of Cube aggregates has the value of the row', async () => {
  const rows = await cube.rows({
    dimensions: ['lifetime_value.customer_key', 'lifetime_value.value'],
    measures: ['lifetime_value.median_value', 'lifetime_value.highest_value'],
    filters: [{ member: 'lifetime_value.has_ordered', operator: 'equals', values: ['true'] }],
    ungrouped: true,
    limit: 20,
  })
  expect(rows).toHaveLength(20)
  for (const row of rows) {
    const known = row['lifetime_value.customer_key'] === '-1' ? null : row['lifetime_value.value']
    expect(row['lifetime_value.median_value']).toBe(known)
    expect(row['lifetime_value.highest_value']).toBe(known)
  }
})

test('precision and recall of several evaluations are computed from all their pairs', async () => {
  const measures = ['precision', 'recall', 'f1'].map((name) => `identity_quality.${name}`)
  const [row] = await cube.rows({ measures }, ['analyst'])
  expect(Object.values(row ?? {}).map((value) => Number(value).toFixed(6))).toEqual(
    [370 / 380, 370 / 400, 740 / 780].map((share) => share.toFixed(6)),
  )
})

describe('the schema bi', () => {
  test('has every member that Cube shows to a group, or says why not, and no other than its tags allow', async () => {
    const { leftOut, problem } = await requestBi(database.pool, cube.settings.root)
    expect(problem).toBeNull()
    expect(leftOut.map(({ view, member }) => `${view}.${member}`)).toEqual([
      'lifetime_value.value_share',
      'products.revenue_share',
      'rfm.customer_share',
      'rfm.revenue_share',
    ])
    const model = parseModel(await readModelFiles(cube.settings.root))
    const relations: Relations = new Map([...opsRelations, ...Object.entries(published)])
    for (const group of cubeGroups) {
      const shown = await viewsOf(cube, [group])
      const expected = shown.map(({ name, measures, dimensions }): [string, string[]] => {
        const members = [...measures, ...dimensions].map((member) => member.name)
        const missing = leftOut.map(({ view, member }) => `${view}.${member}`)
        const columns = members.filter((member) => !missing.includes(member))
        return [name, columns.map((member) => member.slice(name.length + 1)).sort()]
      })
      const columns = await columnsFor(database.pool, group)
      expect(columns, group).toEqual(new Map(expected.sort()))
      const beyond = [...columns].flatMap(([view, names]) =>
        names.filter((name) => kindsOf(view, name).some((kind) => !kindsFor(group).includes(kind))),
      )
      expect(beyond, group).toEqual([])
    }
    expect(kindsOf('orders', 'net_revenue')).toEqual([])
    expect([...model.views.keys()].some((view) => kindsOf(view, 'email').includes('contact'))).toBe(true)

    /** The kinds of personal data in the columns that a member is computed from, by their tags. */
    function kindsOf(view: string, name: string) {
      const definition = model.views.get(view)
      const [cube, member = ''] = (definition && membersOf(definition, model).get(name)) ?? []
      return cube ? personalColumns(cube, member, model, relations).map(({ kind }) => kind) : []
    }
  })
  test('gives the same answers as Cube for every measure and dimension', async () => {
    const columns = await columnsFor(database.pool, 'analyst')
    const compared = await Promise.all(
      (await viewsOf(cube, ['analyst'])).map(async (view) => {
        await compareDimensions(cube, database.pool, view)
        return compareAnswers(cube, database.pool, view, columns.get(view.name) ?? [])
      }),
    )
    expect(compared.length).toBeGreaterThan(10)
    expect(compared.filter((count) => count === 0)).toEqual([])
  })
})

describe('REST', () => {
  test('more than 10,000 rows are not cut off', async () => {
    const query = { dimensions: ['orders.order_key', 'orders.order_id'], ungrouped: true, total: true }
    const { body } = await cube.post('/v1/load', { query }, ['analyst'])
    expect(body.data).toHaveLength(orderCount)
    expect(body.total).toBe(orderCount)
  })
  test('an answer says whether it was cut, and of how many rows', async () => {
    // more than there are orders, and less than there are lines
    const rowLimit = 15_000
    const limited = await startTestCube(database.url, { CLIENTELE_CUBE_ROW_LIMIT: String(rowLimit) })
    const lines = { dimensions: ['products.order_line_key'], ungrouped: true }
    const countries = { dimensions: ['orders.country'], order: { 'orders.country': 'asc' } }
    const whole = { isCut: false, rowTotal: 2 }
    const all: readonly [object, number, object][] = [
      [lines, rowLimit, { limit: rowLimit, isCut: true, rowTotal: 2 * orderCount }],
      [countries, 2, { limit: rowLimit, ...whole }],
      [{ ...countries, limit: 1 }, 1, { limit: 1, isCut: true, rowTotal: null }],
      [{ ...countries, limit: 1, total: true }, 1, { limit: 1, isCut: true, rowTotal: 2 }],
      [{ ...countries, limit: 1, offset: 1 }, 1, { limit: 1, ...whole }],
      [{ ...countries, limit: 2 }, 2, { limit: 2, ...whole }],
      [{ ...countries, limit: 9, offset: 2 }, 0, { limit: 9, isCut: false, rowTotal: null }],
      [{ ...countries, limit: rowLimit }, 2, { limit: rowLimit, ...whole }],
      [{ ...lines, limit: rowLimit }, rowLimit, { limit: rowLimit, isCut: true, rowTotal: 2 * orderCount }],
    ]
    for (const [query, rows, said] of all) {
      const { body, cut } = await limited.post('/v1/load', { query }, ['analyst'])
      expect(body.clientele, JSON.stringify(query)).toEqual(said)
      expect(body.data).toHaveLength(rows)
      expect(cut).toBe('isCut' in said && said.isCut === true)
    }
    const years = [
      ['2010-01-01', '2010-12-31'],
      ['2011-11-01', '2011-11-30'],
    ]
    const time = { dimension: 'orders.ordered_date', granularity: 'month', compareDateRange: years }
    const query = { measures: ['orders.order_count'], timeDimensions: [time], limit: 1 }
    const { body } = await limited.post('/v1/load', { query, queryType: 'multi' }, ['analyst'])
    await limited.stop()
    expect(body.clientele).toEqual([
      { limit: 1, isCut: true, rowTotal: null },
      { limit: 1, isCut: false, rowTotal: 1 },
    ])
  })
  test('rows that were cut are announced in the header of an answer of GraphQL', async () => {
    for (const limit of [1, 2]) {
      const query = `{ cube(limit: ${limit}) { orders { country } } }`
      const { body, cut } = await cube.post('/graphql', { query }, ['pii'])
      expect(body).toMatchObject({ data: { cube: Array.from({ length: limit }, () => ({})) } })
      expect(cut).toBe(limit === 1)
    }
  })
  test('limit and total', async () => {
    const query = {
      dimensions: ['orders.country'],
      limit: 1,
      offset: 1,
      total: true,
      order: { 'orders.country': 'asc' },
    }
    const { body } = await cube.post('/v1/load', { query }, ['analyst'])
    expect(body).toMatchObject({ total: 2, data: [{ 'orders.country': 'United Kingdom' }] })
  })
  test('a limit above the row limit is refused', async () => {
    const { status, body } = await cube.post(
      '/v1/load',
      { query: { dimensions: ['orders.order_id'], limit: 1_000_001 } },
      ['analyst'],
    )
    expect(status).not.toBe(200)
    expect(body.error).toContain('limit')
  })
  test('periods are in the time zone of the query', async () => {
    const query = { measures: ['orders.document_count'], timezone: 'America/New_York' }
    const time = { dimension: 'orders.ordered_at', granularity: 'year' }
    const answer = await cube.rows({
      ...query,
      timeDimensions: [time],
      order: { 'orders.ordered_at': 'asc' },
    })
    const { rows } = await database.pool.query<{ year: string; count: string }>(`
      select to_char(date_trunc('year', ordered_at at time zone 'America/New_York'), 'YYYY-MM-DD"T"00:00:00.000') as year,
        count(*) from warehouse.fct_orders group by 1 order by 1`)
    expect(answer.map((row) => [row['orders.ordered_at.year'], row['orders.document_count']])).toEqual(
      rows.map((row) => [row.year, row.count]),
    )
  })
  test('two periods are compared', async () => {
    const query = {
      measures: ['orders.document_count'],
      timeDimensions: [
        {
          dimension: 'orders.ordered_date',
          compareDateRange: [
            ['2010-01-01', '2010-12-31'],
            ['2011-01-01', '2011-12-31'],
          ],
        },
      ],
    }
    const { body } = await cube.post('/v1/load', { query, queryType: 'multi' }, ['analyst'])
    expect(body).toMatchObject({
      queryType: 'compareDateRangeQuery',
      results: [
        { data: [{ compareDateRange: '2010-01-01T00:00:00.000 - 2010-12-31T23:59:59.999' }] },
        { data: [{}] },
      ],
      pivotQuery: { dimensions: ['compareDateRange'] },
    })
  })
  test.each([
    ['compact', { members: ['orders.country'], dataset: [['France'], ['United Kingdom']] }],
    ['columnar', { members: ['orders.country'], columns: [['France', 'United Kingdom']] }],
  ])('the %s format', async (responseFormat, data) => {
    const query = { dimensions: ['orders.country'], order: { 'orders.country': 'asc' }, responseFormat }
    const { body } = await cube.post('/v1/load', { query }, ['analyst'])
    expect(body.data).toEqual(data)
  })
  test('a slow query is waited for', async () => {
    await database.pool.query('grant execute on function pg_sleep(double precision) to clientele_cube')
    await database.pool.query(`
      alter table warehouse.dim_product rename to dim_product_table;
      create view warehouse.dim_product as select p.* from warehouse.dim_product_table p, (select pg_sleep(12)) slow;
      grant select on warehouse.dim_product_table, warehouse.dim_product to clientele_cube`)
    const answer = await cube.rows({
      measures: ['products.line_count'],
      dimensions: ['products.product_type'],
    })
    expect(answer.length).toBeGreaterThan(1)
    expect(cube.waits()).toBeGreaterThan(0)
    await database.pool.query(
      `drop view warehouse.dim_product; alter table warehouse.dim_product_table rename to dim_product`,
    )
  })
  test('the SQL can be read', async () => {
    const { body } = await cube.post('/v1/sql', { query: { measures: ['orders.document_count'] } }, [
      'analyst',
    ])
    expect(JSON.stringify(body.sql)).toContain('warehouse.fct_orders')
  })
})

test('GraphQL gives the same numbers', async () => {
  const query =
    '{ cube(where: { orders: { country: { equals: "France" } } }) { orders { document_count country } } }'
  const { body } = await cube.post('/graphql', { query }, ['analyst'])
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from warehouse.fct_orders where country = 'France'`,
  )
  expect(body.data).toEqual({ cube: [{ orders: { document_count: rows[0]?.n, country: 'France' } }] })
})

test('the first answer after a publication comes from that publication', async () => {
  const count = async () =>
    (await cube.rows({ measures: ['orders.document_count'] }))[0]?.['orders.document_count']
  expect(await count()).toBe(String(orderCount))
  await database.pool.query(`delete from warehouse.fct_orders where order_key % 2 = 0`)
  await publish(database.pool)
  expect(await count()).toBe(String(orderCount / 2))
})

/** Cube's side of the SQL API, called as the addon calls it after it has read the SQL of a client. */
describe('the SQL API', () => {
  let sql: SqlInterface
  beforeAll(async () => {
    sql = await openSqlInterface(cube.settings, database.url)
  })
  afterAll(() => sql?.stop())

  const request = { id: 'test', meta: { protocol: 'postgres', apiType: 'sql', appName: 'psql' } }
  const session = { user: 'ann', superuser: false, securityContext: { sub: 'ann', groups: ['analyst'] } }

  async function load(query: object, name = 'sqlApiLoad', markets?: readonly string[]): Promise<unknown> {
    const own = { ...session, securityContext: { ...session.securityContext, markets } }
    const argument = { request, session: own, query, queryKey: query, sqlQuery: null, streaming: false }
    for (;;) {
      try {
        return await sql.call(name, argument)
      } catch (error) {
        if (!(error instanceof Error && error.message === 'Continue wait')) throw error
      }
    }
  }

  /** What the addon makes of `avg(net_revenue)`, or of `sum(net_revenue) filter (where …)`. */
  function patched(sourceMeasure: string, replaceAggregationType: string | null, filter?: string) {
    const [cubeName = ''] = sourceMeasure.split('.')
    const addFilters = filter === undefined ? [] : [{ cubeParams: [cubeName], sql: filter }]
    const expr = { type: 'PatchMeasure', sourceMeasure, replaceAggregationType, addFilters }
    return JSON.stringify({ cubeName, alias: 'patched', expr, groupingSet: null })
  }

  async function totalOf(measure: string, markets?: readonly string[]): Promise<number> {
    const answer = await load({ measures: [measure] }, 'sqlApiLoad', markets)
    const rows = z.array(z.record(z.string(), z.string())).parse(answer)
    return Number(Object.values(rows[0] ?? {})[0])
  }

  const refused: [string, string, string][] = [
    ['orders.net_revenue', 'avg', 'AVG of orders.net_revenue'],
    ['orders.net_revenue', 'min', 'MIN of orders.net_revenue'],
    ['orders.net_revenue', 'max', 'MAX of orders.net_revenue'],
    ['orders.net_revenue', 'count_distinct', 'COUNT(DISTINCT …) of orders.net_revenue'],
    ['lifetime_value.average_tenure_days', 'sum', 'SUM of lifetime_value.average_tenure_days'],
    ['lifetime_value.highest_value', 'min', 'MIN of lifetime_value.highest_value'],
  ]
  test.each(refused)('%s as %s is refused, and the message names measure()', async (measure, type, text) => {
    const message = `${text} cannot be answered`
    for (const callback of ['sqlApiLoad', 'sql']) {
      const query = { measures: [patched(measure, type)] }
      await expect(load(query, callback)).rejects.toThrow(message)
      await expect(load(query, callback)).rejects.toThrow(`Write measure(${measure.split('.')[1]})`)
    }
  })

  test('a measure can be aggregated as it is, or over some of its rows, and the next query is not filtered', async () => {
    const [all, french, later] = [
      await totalOf('orders.net_revenue'),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Cube replaces it
      await totalOf(patched('orders.net_revenue', null, "(${orders.country} = 'France')")),
      await totalOf(patched('orders.net_revenue', 'sum')),
    ]
    const { rows } = await database.pool.query<{ all: string; french: string }>(
      `select sum(net_amount) as all, sum(net_amount) filter (where country = 'France') as french
       from warehouse.fct_orders where not is_test`,
    )
    expect([all, french, later]).toEqual([
      Number(rows[0]?.all),
      Number(rows[0]?.french),
      Number(rows[0]?.all),
    ])
  })

  test('a reader of some markets sees their rows, by whatever expression', async () => {
    const { rows } = await database.pool.query<{ revenue: string; orders: string }>(
      `select sum(net_amount) filter (where not is_test) as revenue, count(*) as orders
       from warehouse.fct_orders o join pii.dim_customer c using (customer_key)
       where case when customer_key = -1 then o.country else c.country end = 'France'`,
    )
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Cube replaces it
    const count = { type: 'SqlFunction', cubeParams: ['orders'], sql: 'count(${orders.order_key})' }
    const counted = JSON.stringify({ cubeName: 'orders', alias: 'segments', expr: count, groupingSet: null })
    const asked = ['orders.net_revenue', patched('orders.net_revenue', 'sum'), 'orders.count', counted]
    const answers = await Promise.all(asked.map((measure) => totalOf(measure, ['France'])))
    const [revenue, orders] = [Number(rows[0]?.revenue), Number(rows[0]?.orders)]
    expect(answers).toEqual([revenue, revenue, orders, orders])
    await expect(
      load({ measures: ['data_quality_publications.count'] }, 'sqlApiLoad', ['France']),
    ).rejects.toThrow('market')
    const written = await load({ measures: ['orders.count'] }, 'sql', ['France'])
    expect(JSON.stringify(written)).toContain('France')
  })

  test('count(*) and a preview are answered', async () => {
    const { rows } = await database.pool.query<{ n: string }>(
      'select count(*) as n from warehouse.fct_orders',
    )
    expect(await totalOf('orders.count')).toBe(Number(rows[0]?.n))
    const meta = z.object({
      cubes: z.array(z.object({ name: z.string(), measures: members, dimensions: members })),
    })
    const { cubes } = meta.parse(await sql.call('meta', { request, session, onlyCompilerId: false }))
    expect(cubes).toHaveLength(viewNames.length)
    const orders = cubes.find(({ name }) => name === 'orders')
    const query = {
      measures: names(orders?.measures ?? []),
      dimensions: names(orders?.dimensions ?? []),
      segments: [],
      order: [],
      limit: 5,
      ungrouped: true,
    }
    expect(await load(query)).toHaveLength(5)
  })

  test('a session goes on until its user is removed', async () => {
    const check = (password: string | null) =>
      sql.call('checkSqlAuth', {
        request: { protocol: 'postgres', method: 'password' },
        user: 'ann',
        password,
      })
    await sql.call('addUser')
    await expect(check(null)).rejects.toThrow('Wrong user or password')
    const login = {
      superuser: false,
      skipPasswordCheck: true,
      securityContext: { sub: 'ann', groups: ['analyst'] },
    }
    expect(await check('correct horse battery')).toMatchObject(login)
    expect(await check(null)).toMatchObject(login)
    expect(await sql.call('canSwitchUserForSession', { session, user: 'pat' })).toBe(false)
    await sql.call('removeUser')
    await expect(check(null)).rejects.toThrow('Wrong user or password')
  })
})
