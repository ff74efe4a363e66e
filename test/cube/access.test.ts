import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchAudit } from '../../services/access/audit.ts'
import { signCubeToken } from '../../services/cube/cube.ts'
import { type CubeGroup, cubeGroups, kindsFor } from '../../services/cube/groups.ts'
import { cubeLogin } from '../../services/cube/login.ts'
import { hasMarket } from '../../services/cube/markets.ts'
import { visibleMembers } from '../../services/cube/members.ts'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { membersOf } from '../../services/cube/model-rules.ts'
import { personalMembers, recordPersonalRead } from '../../services/cube/personal-reads.ts'
import { freePort } from '../../services/ports.ts'
import { secret } from '../../services/secrets.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { makeCompany, published } from './company.ts'
import { startTestCube, type TestCube } from './running.ts'

let database: TestDatabase
let cube: TestCube
let key: string
beforeAll(async () => {
  database = await cloneDatabase()
  await makeCompany(database.pool)
  cube = await startTestCube(database.url)
  key = await secret(cube.settings.stateDir, 'cube-jwt-secret')
})
afterAll(async () => {
  await cube?.stop()
  await database?.drop()
})

/** Columns with a pii tag in the contracts of what Cube reads, as members of the cubes. */
const personalColumns = new Map(
  Object.entries(published).flatMap(([relation, columns]) =>
    Object.entries(columns).flatMap(([name, column]) =>
      column.personalData ? [[`${relation.split('.')[1]}.${name}`, column.personalData]] : [],
    ),
  ),
)
const total = { measures: ['orders.net_revenue'] }

function status(authorization: string | undefined, path = `/v1/load?query=${JSON.stringify(total)}`) {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  return fetch(`${cube.cube.url}/cubejs-api${path}`, { headers }).then((response) => response.status)
}

/** Sends any request, and returns the answer as it is. */
async function send(method: string, path: string, token?: string, body?: unknown) {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: token } : {}) }
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const response = await fetch(`${cube.cube.url}${path}`, { method, headers, ...init })
  return { status: response.status, text: await response.text() }
}
const graphql = (query: string, token: string, variables?: object) =>
  send('POST', '/cubejs-api/graphql', token, { query, variables })
const load = (query: unknown, token: string) => send('POST', '/cubejs-api/v1/load', token, { query })
const analyst = () => signCubeToken(key, ['analyst'], 'ann')

describe('nobody gets in', () => {
  const paths = [
    '/v1/meta',
    '/v1/load?query={}',
    '/v1/sql?query={}',
    '/v1/dry-run?query={}',
    '/graphql?query={cube{orders{country}}}',
  ]
  test.each(paths)('without a token: %s', async (path) => {
    expect(await status(undefined, path)).toBe(403)
  })
  test('with a token of another secret', async () => {
    expect(await status(signCubeToken('x'.repeat(43), ['pii'], 'mallory'))).toBe(403)
  })
  test('with a token that has expired', async () => {
    expect(await status(signCubeToken(key, ['pii'], 'late', -1))).toBe(403)
  })
  test('with an unsigned token', async () => {
    expect(await status(jwt.sign({ groups: ['pii'] }, '', { algorithm: 'none' }))).toBe(403)
  })
  test('with a token of another algorithm', async () => {
    expect(await status(jwt.sign({ groups: ['pii'] }, key, { algorithm: 'HS384' }))).toBe(403)
  })
  test('but a valid token does', async () => {
    expect(await status(signCubeToken(key, ['analyst'], 'ann'))).toBe(200)
    expect(await status(`Bearer ${signCubeToken(key, ['analyst'], 'ann')}`)).toBe(200)
  })
})

describe.each([
  ['no groups', []],
  ['unknown groups', ['everybody']],
  ['groups of the wrong type', 'pii'],
  ['groups as an object', { 0: 'pii', length: 1 }],
  ['groups of Object', ['__proto__', 'constructor', 'toString']],
  ['a list in a list', [['pii']]],
])('%s', (_, groups) => {
  const token = () => jwt.sign({ groups }, key, { algorithm: 'HS256' })
  test('see no member and no row', async () => {
    expect(await status(token())).not.toBe(200)
    const response = await fetch(`${cube.cube.url}/cubejs-api/v1/meta`, {
      headers: { authorization: token() },
    })
    expect(await response.text()).not.toContain('net_revenue')
    const schema = await graphql('{ __schema { types { name } } }', token())
    expect(schema).toMatchObject({ status: 403 })
    expect(schema.text).not.toContain('Orders')
  })
})

describe('personal data', () => {
  type Dimension = { name: string; aliasMember: string; meta?: { pii?: string } }

  async function dimensionsFor(group: CubeGroup): Promise<Dimension[]> {
    const { body } = await cube.get('/v1/meta', [group])
    const views: { dimensions: Dimension[] }[] = JSON.parse(JSON.stringify(body.cubes))
    return views.flatMap(({ dimensions }) => dimensions)
  }

  test('is tagged in the contracts of what Cube reads', () => {
    expect(personalColumns.get('dim_customer.email')).toBe('contact')
    // of any attribute
    expect(personalColumns.get('bdg_customer_attribute.value')).toBe('free text')
  })

  test('becomes dimensions that only groups which may see its kind can see or ask for', async () => {
    const shown = (await dimensionsFor('pii')).filter(({ aliasMember }) => personalColumns.has(aliasMember))
    expect(new Set(shown.map(({ aliasMember }) => aliasMember))).toEqual(new Set(personalColumns.keys()))
    for (const { aliasMember, meta } of shown) expect(meta?.pii).toBe(personalColumns.get(aliasMember))
    for (const group of cubeGroups) {
      const visible = (await dimensionsFor(group)).map(({ name }) => name)
      expect(visible.length).toBeGreaterThan(50)
      for (const { name, meta } of shown) {
        const query = { dimensions: [name], limit: 5 }
        if (visible.includes(name)) {
          expect(kindsFor(group), `${group} ${name}`).toContain(meta?.pii)
          // some relations have one row in this company
          expect(await cube.rows(query, [group]), name).not.toHaveLength(0)
        } else {
          const refused = await cube.post('/v1/load', { query }, [group])
          expect(refused.status).toBe(403)
          expect(refused.body.data).toBeUndefined()
        }
      }
    }
  })

  test('is what an agent needs to serve a customer', async () => {
    const visible = (await dimensionsFor('agent')).map(({ name }) => name)
    expect(visible).toEqual(expect.arrayContaining(['customer_360.full_name', 'customer_360.phone']))
    expect(visible).not.toContain('customer_360.birth_date')
  })

  const guess = (member: string) => [{ member, operator: 'equals', values: ['person7@example.com'] }]
  const ways: [string, object][] = [
    ['a filter on the view', { filters: guess('customer_360.email') }],
    ['a filter on the private cube', { filters: guess('dim_customer.email') }],
    ['a filter within others', { filters: [{ or: [{ and: guess('dim_customer.email') }] }] }],
    [
      'a filter in the old form',
      { filters: [{ dimension: 'dim_customer.email', operator: 'contains', values: ['7@'] }] },
    ],
    ['an order', { dimensions: ['customer_360.country'], order: { 'dim_customer.email': 'asc' } }],
    ['an order as a list', { dimensions: ['customer_360.country'], order: [['dim_customer.email', 'asc']] }],
    [
      'a date range of the private cube',
      {
        timeDimensions: [
          { dimension: 'dim_customer.first_seen_date', dateRange: ['2010-01-01', '2010-02-01'] },
        ],
      },
    ],
    ['a private measure', { measures: ['dim_customer.customer_count'] }],
  ]
  test.each(ways)('cannot be guessed through %s', async (_, asked) => {
    for (const [path, body] of [
      ['/v1/load', { query: { measures: ['customer_360.party_count'], ...asked } }],
      ['/v1/load', { query: { measures: ['rfm.customer_count'], ...asked } }],
    ] as const) {
      const answer = await cube.post(path, body, ['analyst'])
      const counted = (answer.body.data ?? []).flatMap((row) => Object.values(row).map(Number))
      expect(counted.filter((count) => count > 0)).toEqual([])
    }
  })
  const hidden: [string, (token: string) => Promise<{ status: number }>][] = [
    ['a column', (token) => load({ dimensions: ['customer_360.email'] }, token)],
    [
      'the SQL',
      (token) => send('POST', '/cubejs-api/v1/sql', token, { query: { dimensions: ['customer_360.email'] } }),
    ],
    [
      'a filter',
      (token) =>
        load({ measures: ['customer_360.party_count'], filters: guess('customer_360.email') }, token),
    ],
    [
      'an order',
      (token) =>
        load({ dimensions: ['customer_360.country'], order: { 'customer_360.email': 'asc' } }, token),
    ],
    [
      'a date range',
      (token) =>
        load(
          {
            measures: ['customer_360.party_count'],
            timeDimensions: [{ dimension: 'customer_360.birth_date', dateRange: '1950-01-01' }],
          },
          token,
        ),
    ],
    ['GraphQL', (token) => graphql('{ cube { customer_360 { email } } }', token)],
    [
      'where in GraphQL',
      (token) =>
        graphql('query ($w: RootWhereInput) { cube(where: $w) { customer_360 { party_count } } }', token, {
          w: { OR: [{ customer_360: { email: { equals: 'a' } } }] },
        }),
    ],
    [
      'orderBy in GraphQL',
      (token) =>
        graphql('{ cube(orderBy: { customer_360: { email: asc } }) { customer_360 { country } } }', token),
    ],
  ]
  test.each(hidden)('answers 403 in %s', async (_, ask) => {
    expect(await ask(analyst())).toMatchObject({ status: 403 })
    expect(await ask(signCubeToken(key, ['pii'], 'pat'))).toMatchObject({ status: 200 })
  })

  test('can be filtered by pii, so the guesses above would have succeeded', async () => {
    const query = { measures: ['customer_360.party_count'], filters: guess('customer_360.email') }
    expect(await cube.rows(query, ['pii'])).toEqual([{ 'customer_360.party_count': '1' }])
  })
})

test('every group of the model can be in a token', async () => {
  for (const group of cubeGroups) expect(await cube.rows(total, [group])).toHaveLength(1)
})

test('Cube reads as a role that cannot write', async () => {
  const { rows } = await database.pool.query<{ can: boolean }>(
    `select bool_or(has_table_privilege('clientele_cube', c.oid, 'insert, update, delete, truncate')) as can
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'v') and n.nspname in ('raw', 'pii', 'warehouse', 'marts', 'ops', 'build')`,
  )
  expect(rows).toEqual([{ can: false }])
})

describe("Cube's login on Postgres", () => {
  const login = () => cubeLogin(cube.settings.stateDir, database.url)

  test('is its own, and no superuser', async () => {
    const { url, isOwn } = await login()
    expect(isOwn).toBe(true)
    const { rows } = await database.pool.query(
      `select distinct a.usename, rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolinherit as can
       from pg_stat_activity a join pg_roles on rolname = a.usename
       where datname = current_database() and application_name like '%cube%'`,
    )
    expect(rows).toEqual([{ usename: new URL(url).username, can: false }])
  })

  const forbidden = [
    'select * from raw.shopify__orders',
    'select * from marts.mart_rfm',
    'set role clientele',
    'set role clientele_reader; create table public.mine ()',
    'set role clientele_cube; select * from ops.sql_users',
    'set default_transaction_read_only = off; update ops.sql_users set groups = array[$$pii$$]',
    'set default_transaction_read_only = off; create schema mine',
    "copy (select 1) to program 'id'",
    'select pg_read_file($$/etc/passwd$$)',
    'alter role current_user superuser',
  ]
  test.each(forbidden)('may not: %s', async (statement) => {
    const client = new pg.Client({ connectionString: (await login()).url })
    await client.connect()
    await expect(client.query(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|25006)$/),
    })
    await client.end()
  })

  test('is replaced by the user of the database, and said to be, if that may not create logins', async () => {
    const name = `owner_${database.url.slice(-8)}`
    await database.pool.query(`create role ${name} login password 'plain'`)
    const url = new URL(database.url)
    url.username = name
    url.password = 'plain'
    const home = await mkdtemp(join(tmpdir(), 'clientele-cube-'))
    expect(await cubeLogin(home, url.href)).toEqual({ url: url.href, isOwn: false })
    await rm(home, { recursive: true })
    await database.pool.query(`drop role ${name}`)
  })
})

test('it listens on loopback only, and says what portable mode cannot do', () => {
  expect(cube.cube.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const { mode, missing } = cube.cube
  expect(missing.includes('SQL API')).toBe(mode === 'portable')
})

test('what is visible by the policies is what Cube shows', async () => {
  const model = parseModel(await readModelFiles(cube.settings.root))
  for (const group of cubeGroups) {
    const { body } = await cube.get('/v1/meta', [group])
    type Named = { name: string }
    const views: { dimensions: Named[]; measures: Named[]; segments: Named[] }[] = JSON.parse(
      JSON.stringify(body.cubes),
    )
    const shown = views.flatMap(({ dimensions, measures, segments }) =>
      [...dimensions, ...measures, ...segments].map(({ name }) => name),
    )
    const visible = [...visibleMembers(model, [group])].flatMap(([view, names]) =>
      [...names].map((name) => `${view}.${name}`),
    )
    expect(visible.sort()).toEqual(shown.sort())
  }
})

describe('a reader of some markets', () => {
  const all = ['United Kingdom', 'France', 'Other', 'Unknown']
  const reader = (...markets: string[]) => signCubeToken(key, ['analyst'], 'max', 3600, markets)
  let withMarket: string[]
  let withoutMarket: string[]
  beforeAll(async () => {
    const model = parseModel(await readModelFiles(cube.settings.root))
    const [yes = [], no = []] = [true, false].map((is) =>
      [...model.views.values()].filter((view) => hasMarket(view, model) === is).map(({ name }) => name),
    )
    withMarket = yes
    withoutMarket = no
    expect(withMarket).toEqual(expect.arrayContaining(['lifetime_value', 'orders', 'products']))
  })
  type Data = { data: Record<string, string | null>[] }
  /** The rows, or a failure with the answer. */
  async function rows(query: object, token: string): Promise<Data['data']> {
    const { status, text } = await load(query, token)
    if (text.includes('Continue wait')) return rows(query, token)
    expect(status, text).toBe(200)
    const { data }: Data = JSON.parse(text)
    return data
  }

  test('sees only the rows of these, and all markets together are all rows', async () => {
    for (const view of withMarket) {
      const query = { measures: [`${view}.count`] }
      const of = async (token: string) => Number((await rows(query, token))[0]?.[`${view}.count`])
      const each: number[] = []
      for (const market of all) each.push(await of(reader(market)))
      expect(
        each.reduce((sum, n) => sum + n),
        view,
      ).toBe(await of(analyst()))
      expect(await of(reader('France', 'Other')), view).toBe((each[1] ?? 0) + (each[2] ?? 0))
      expect(await of(reader('Narnia')), view).toBe(0)
    }
  })

  const operators = ['equals', 'notEquals', 'contains', 'notContains', 'set', 'notSet']
  const condition = fc.record({
    member: fc.constantFrom('orders.market', 'orders.country', 'orders.channel'),
    operator: fc.constantFrom(...operators),
    values: fc.subarray([...all, 'x', 'web'], { minLength: 1 }),
  })
  const filter = fc.oneof(
    condition,
    fc.array(condition, { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
    fc.array(condition, { minLength: 1, maxLength: 3 }).map((and) => ({ or: [{ and }, ...and] })),
  )
  const question = fc.record({
    measures: fc.subarray(
      ['orders.count', 'orders.net_revenue', 'orders.customer_count', 'orders.average_order_value'],
      {
        minLength: 1,
      },
    ),
    dimensions: fc.subarray(['orders.market', 'orders.is_test', 'orders.customer_segment']),
    filters: fc.array(filter, { maxLength: 2 }),
    timeDimensions: fc.constantFrom(
      [],
      [{ dimension: 'orders.ordered_at', granularity: 'year' }],
      [{ dimension: 'orders.ordered_date', dateRange: ['2010-03-01', '2011-02-01'] }],
    ),
    total: fc.boolean(),
  })
  test('sees no more by any filter, nor from what was kept for others', async () => {
    await fc.assert(
      fc.asyncProperty(question, fc.subarray(all, { minLength: 1 }), async (asked, markets) => {
        const query = { ...asked, order: asked.dimensions.map((name) => [name, 'asc']) }
        const own = [...asked.filters, { member: 'orders.market', operator: 'equals', values: markets }]
        const [wanted, , seen] = [
          await rows({ ...query, filters: own }, analyst()),
          await rows(query, analyst()),
          await rows(query, reader(...markets)),
        ]
        expect(seen).toEqual(wanted)
      }),
      { numRuns: 25 },
    )
  })

  test('sees only the rows of these in totals, GraphQL and SQL', async () => {
    const query = {
      dimensions: ['customer_360.customer_key', 'customer_360.market'],
      ungrouped: true,
      total: true,
      limit: 3,
    }
    const { text } = await load(query, reader('France'))
    const { rows: counted } = await database.pool.query<{ n: number }>(
      `select count(*)::int as n from pii.dim_customer where country = 'France'`,
    )
    expect(JSON.parse(text)).toMatchObject({ total: counted[0]?.n })
    const answer = await graphql('{ cube { customer_360 { count market } } }', reader('France'))
    expect(JSON.parse(answer.text)).toMatchObject({
      data: { cube: [{ customer_360: { count: counted[0]?.n, market: 'France' } }] },
    })
    const sent = await send('POST', '/cubejs-api/v1/sql', reader('France'), {
      query: { measures: ['orders.count'] },
    })
    const written: { sql: { sql: [string, unknown[]] } } = JSON.parse(sent.text)
    expect(written.sql.sql[1]).toContain('France')
  })

  test('is refused a view that has no market', async () => {
    expect(withoutMarket.length).toBeGreaterThan(5)
    for (const view of withoutMarket) {
      const query = { measures: [`${view}.count`] }
      const answers = await Promise.all([
        load(query, reader('France')),
        load([{ measures: ['orders.count'] }, query], reader('France')),
        load(
          {
            measures: ['orders.count'],
            filters: [{ member: `${view}.count`, operator: 'gt', values: ['0'] }],
          },
          reader('France'),
        ),
        send('POST', '/cubejs-api/v1/sql', reader('France'), { query }),
        graphql(`{ cube { ${view} { count } } }`, reader('France')),
      ])
      for (const { status, text } of answers) {
        expect(status, `${view} ${text}`).toBe(403)
        expect(text).toContain('some markets')
      }
    }
  })

  test.each([[[]], ['France'], [null], [{ 0: 'France' }], [[1]]])(
    'with markets %j gets nothing',
    async (markets) => {
      const token = jwt.sign({ groups: ['analyst'], markets }, key, { algorithm: 'HS256' })
      expect(await load({ measures: ['orders.count'] }, token)).toMatchObject({ status: 403 })
    },
  )
})

describe('what Cube accepts from its own SQL API', () => {
  const code = { cubeName: 'orders', name: 'x', expression: ['return `current_user`'] }
  const text = JSON.stringify({
    cubeName: 'orders',
    alias: 'x',
    expr: { type: 'SqlFunction', cubeParams: [], sql: 'current_user' },
  })
  const measures = ['orders.net_revenue']
  const queries: [string, object][] = [
    ...['measures', 'dimensions', 'segments'].flatMap((kind): [string, object][] => [
      [`an expression in ${kind}`, { measures, [kind]: [code] }],
      [`an expression as text in ${kind}`, { measures, [kind]: [text] }],
    ]),
    [
      'an expression in filters',
      { measures, filters: [{ or: [{ and: [{ member: code, operator: 'set' }] }] }] },
    ],
    [
      'an expression as a value',
      { measures, filters: [{ member: 'orders.country', operator: 'equals', values: [code] }] },
    ],
    [
      'an expression in time dimensions',
      { measures, timeDimensions: [{ dimension: code, dateRange: 'today' }] },
    ],
    ['an expression in order', { measures, order: [[code, 'asc']] }],
    ['joins', { measures, subqueryJoins: [{ sql: 'select 1', on: text, joinType: 'LEFT', alias: 'a' }] }],
    ['join hints', { measures, joinHints: [['orders', 'dim_customer']] }],
    ['masks', { measures, maskedMembers: [] }],
  ]
  test.each(queries)('is refused from programs: %s', async (_, query) => {
    expect(await load(query, analyst())).toMatchObject({ status: 400 })
    expect(await load([query, { measures }], analyst())).toMatchObject({ status: 400 })
    expect(await send('POST', '/cubejs-api/v1/sql', analyst(), { query })).toMatchObject({ status: 400 })
  })
})

test('orderBy works beside where in GraphQL', async () => {
  for (const [direction, first] of [
    ['asc', 'France'],
    ['desc', 'United Kingdom'],
  ]) {
    const order = `orderBy: { orders: { net_revenue: ${direction} } }`
    const { text } = await graphql(
      `{ cube(${order}, limit: 1) { orders { country net_revenue } } }`,
      analyst(),
    )
    expect(text).toContain(`"country":"${first}"`)
  }
})

describe('a hostile request', () => {
  const closed = [
    'POST /cubejs-api/v1/graphql-to-json',
    'POST /cubejs-api/v1/dry-run',
    'POST /cubejs-api/v1/convert-query',
    'GET /cubejs-api/v1/subscribe?query={}',
    'DELETE /cubejs-api/v1/running-query/1',
    'POST /cubejs-api/v1/pre-aggregations/can-use',
    'POST /cubejs-api/v1/pre-aggregations/jobs',
    'GET /cubejs-system/v1/context',
    'GET /playground/context',
    'GET /',
  ]
  test.each(closed)('finds nothing at %s', async (route) => {
    const [method = '', path = ''] = route.split(' ')
    const body = method === 'POST' ? { query: '{ cube { orders { country } } }' } : undefined
    expect(await send(method, path, signCubeToken(key, ['pii'], 'pat'), body)).toMatchObject({ status: 404 })
    expect([403, 404]).toContain((await send(method, path, undefined, body)).status)
  })

  const measures = ['orders.net_revenue']
  const condition = { member: 'orders.country', operator: 'equals', values: ['x'] }
  const nested = (levels: number) => `${'[{"or":'.repeat(levels)}[]${'}]'.repeat(levels)}`
  const bodies: [string, number, string | object][] = [
    ['that is cut off', 400, '{"query": {"measures'],
    ['that is too large', 413, { query: { measures: ['x'.repeat(2_000_000)] } }],
    ['nested too deeply', 400, `{"query":{"measures":["orders.net_revenue"],"filters":${nested(5000)}}}`],
    ['of brackets', 400, `{"query":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['with too many conditions', 400, { query: { measures, filters: Array(5000).fill(condition) } }],
    [
      'with too many values',
      400,
      { query: { measures, filters: [{ ...condition, values: Array(20_000).fill('x') }] } },
    ],
    ['for too many rows', 400, { query: { measures, limit: 1e12 } }],
  ]
  test.each(bodies)('%s is refused', async (_, status, body) => {
    expect(await send('POST', '/cubejs-api/v1/load', analyst(), body)).toMatchObject({ status })
  })

  test('shows no value of a filter, nor writes one to the log', async () => {
    const secretValue = 'ann.secret@example.com'
    const filters = ['orders.order_key', 'orders.net_revenue', 'orders.ordered_at', 'orders.is_test'].flatMap(
      (member) =>
        ['equals', 'gt', 'contains', 'inDateRange', 'beforeDate', 'nonsense'].map((operator) => ({
          filters: [{ member, operator, values: [secretValue] }],
        })),
    )
    const dates = [secretValue, [secretValue], [secretValue, secretValue]].map((dateRange) => ({
      timeDimensions: [{ dimension: 'orders.ordered_at', dateRange, granularity: 'day' }],
    }))
    const answers = await Promise.all(
      [...filters, ...dates].map((asked) => load({ measures, ...asked }, analyst())),
    )
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.length).toBeGreaterThan(10)
    for (const { text } of refused) expect(text).not.toContain('secret')
    const log = await readFile(join(cube.settings.stateDir, 'logs/cube.log'), 'utf8')
    expect(log).toContain('Postgres error 22')
    expect(log).not.toContain('secret')
  })

  const word = fc.constantFrom(
    'measures',
    'dimensions',
    'filters',
    'order',
    'query',
    'variables',
    'member',
    'values',
    'orders.net_revenue',
    'customer_360.email',
    'dim_customer.email',
    'orders',
    'cube',
    '__proto__',
    'constructor',
    'sql',
    'expression',
  )
  const json = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      word,
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(word, fc.string()), tie('any'), { maxKeys: 4 }),
    ),
  })).any
  const query = fc.record(
    {
      measures: fc.array(fc.oneof(word, json)),
      dimensions: json,
      timeDimensions: json,
      filters: json,
      order: json,
      limit: json,
      timezone: json,
      segments: json,
    },
    { requiredKeys: [] },
  )
  const graphqlText = fc
    .array(
      fc.oneof(word, fc.constantFrom('{', '}', '(', ')', ':', '"', '...', '$', '__schema', 'where', '@skip')),
      { maxLength: 20 },
    )
    .map((words) => ({ query: words.join(' ') }))
  const routes = fc.constantFrom(
    '/v1/load',
    '/v1/load',
    '/v1/load',
    '/v1/sql',
    '/graphql',
    '/graphql',
    '/v1/meta',
    '/v1/cubesql',
    ...closed.map((route) => route.split(' ')[1]?.replace('/cubejs-api', '') ?? ''),
  )
  test('of any kind gets a designed answer, and Cube goes on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'POST', 'POST', 'DELETE'),
        routes,
        fc.oneof(
          fc.record({ query }),
          graphqlText,
          json,
          fc.record({ query: json, variables: json, queryType: json, cache: json }),
        ),
        fc.constantFrom<CubeGroup[] | undefined>(['analyst'], ['pii'], [], undefined),
        async (method, path, body, groups) => {
          const token = groups && signCubeToken(key, groups, 'fuzz')
          const { status, text } =
            method === 'POST'
              ? await send(method, `/cubejs-api${path}`, token, body)
              : await send(
                  method,
                  `/cubejs-api${path}${path.includes('?') ? '&' : '?'}query=${encodeURIComponent(JSON.stringify(body))}`,
                  token,
                )
          if (status >= 500) expect(text).toMatch(/Cube could not answer this|native addon/)
          if (status !== 200)
            expect(text).not.toMatch(/node_modules|\.[jt]s:\d|TypeError|warehouse\.|pii\.|build\./)
          expect(() => JSON.parse(text)).not.toThrow()
        },
      ),
      { numRuns: 300, interruptAfterTimeLimit: 6000 },
    )
    expect(await cube.rows(total)).toHaveLength(1)
  })
})

test('a stock deployment of Cube answers and refuses alike', async () => {
  const port = await freePort()
  const root = cube.settings.root
  const preload = pathToFileURL(join(root, 'services/cube/without-addon.ts')).href
  const command = join(root, 'node_modules/@cubejs-backend/server/bin/server')
  const stock = spawn(process.execPath, ['--import', preload, command, 'server'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      CUBEJS_API_SECRET: key,
      CUBEJS_CACHE_AND_QUEUE_DRIVER: 'memory',
      DATABASE_URL: database.url,
    },
  })
  let output = ''
  for (const stream of [stock.stdout, stock.stderr]) stream.on('data', (text) => (output += text))
  const url = `http://127.0.0.1:${port}/cubejs-api`
  while (!output.includes('is listening') && stock.exitCode === null) await pause(100)
  const ask = async (path: string, query: unknown, token = analyst()) => {
    const headers = { authorization: token, 'content-type': 'application/json' }
    for (;;) {
      const body = JSON.stringify({ query })
      const response = await fetch(`${url}${path}`, { method: 'POST', headers, body })
      const text = await response.text()
      if (!text.includes('Continue wait')) return { status: response.status, text }
    }
  }
  const answer = await ask('/v1/load', total)
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.text).data).toEqual(await cube.rows(total))
  expect(await ask('/v1/load', { dimensions: ['customer_360.email'] })).toMatchObject({ status: 403 })
  expect(await ask('/v1/graphql-to-json', '{ cube { orders { country } } }')).toMatchObject({ status: 404 })
  expect(await ask('/v1/load', total, 'forged')).toMatchObject({ status: 403 })
  expect(output).not.toContain('forged')
  stock.kill()
})

describe('the audit log', () => {
  const entries = () => searchAudit(database.pool, { action: 'query', limit: 100 })

  test('says who asked for which personal data, and for whom by key', async () => {
    const { rows } = await database.pool.query<{ customer_key: string }>(
      'select customer_key from pii.dim_customer where email is not null limit 1',
    )
    const key = rows[0]?.customer_key ?? ''
    const before = await entries()
    const filters = [{ member: 'customer_360.customer_key', operator: 'equals', values: [key] }]
    await cube.rows({ dimensions: ['customer_360.email', 'customer_360.country'], filters }, ['pii'])
    const guessed = [{ member: 'customer_360.email', operator: 'contains', values: ['a'] }]
    await cube.rows({ measures: ['customer_360.party_count'], filters: guessed }, ['agent'])
    const [guess, read, ...earlier] = await entries()
    expect(earlier.length).toBe(before.length)
    expect(read).toMatchObject({
      way: 'cube',
      reader: { name: 'test', groups: ['pii'] },
      listedKeys: [key],
      fields: ['customer_360.email'],
    })
    expect(guess).toMatchObject({
      reader: { groups: ['agent'] },
      listedKeys: [],
      fields: ['customer_360.email'],
    })
  })

  test('has what expressions name, which the SQL API sends, and no values', async () => {
    const model = parseModel(await readModelFiles(cube.settings.root))
    const query = {
      dimensions: [
        {
          cubeName: 'customer_360',
          expression: ['customer_360', `return \`UPPER(\${customer_360.email})\``],
        },
      ],
      filters: [{ member: 'customer_360.country', operator: 'equals', values: ['customer_360.phone'] }],
    }
    await recordPersonalRead(database.pool, query, model, { sub: 'pia', groups: ['pii'] })
    const [entry] = await entries()
    expect(entry).toMatchObject({ reader: { name: 'pia' }, fields: ['customer_360.email'] })
  })

  test('has nothing about figures', async () => {
    const before = await entries()
    await cube.rows(total, ['pii'])
    expect(await entries()).toEqual(before)
  })

  test('must be writable, or nothing personal is shown', async () => {
    await database.pool.query('alter table ops.audit_log rename to audit_log_away')
    const query = { dimensions: ['customer_360.email'] }
    const answer = await cube.post('/v1/load', { query }, ['pii'])
    expect([answer.status, answer.body.error]).toEqual([503, expect.stringContaining('audit log')])
    expect((await cube.rows(total, ['pii'])).length).toBe(1)
    await database.pool.query('alter table ops.audit_log_away rename to audit_log')
  })
})

test('what counts as personal is what the tags say', async () => {
  const model = parseModel(await readModelFiles(cube.settings.root))
  const tagged = [...model.views.values()].flatMap((view) =>
    [...membersOf(view, model)].flatMap(([name, [owner, member]]) =>
      personalColumns.has(`${owner.relation.name.split('.')[1]}.${member}`) ? [`${view.name}.${name}`] : [],
    ),
  )
  expect([...personalMembers(model)].toSorted()).toEqual(tagged.toSorted())
})
