import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCubeToken } from '../../services/cube/cube.ts'
import { type CubeGroup, cubeGroups } from '../../services/cube/token.ts'
import { secret } from '../../services/secrets.ts'
import { dim_customer } from '../../transforms/warehouse/dim_customer.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { makeCompany } from './company.ts'
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

const personal = Object.entries(dim_customer.columns).flatMap(([name, column]) =>
  column.personalData ? [name] : [],
)
const total = { measures: ['orders.net_revenue'] }

function status(authorization: string | undefined, path = `/v1/load?query=${JSON.stringify(total)}`) {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  return fetch(`${cube.cube.url}/cubejs-api${path}`, { headers }).then((response) => response.status)
}

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
  test('with a token that is out of date', async () => {
    expect(await status(signCubeToken(key, ['pii'], 'late', -1))).toBe(403)
  })
  test('with an unsigned token', async () => {
    expect(await status(jwt.sign({ groups: ['pii'] }, '', { algorithm: 'none' }))).toBe(403)
  })
  test('with a token of another algorithm', async () => {
    expect(await status(jwt.sign({ groups: ['pii'] }, key, { algorithm: 'HS384' }))).toBe(403)
  })
  test('but a right token does', async () => {
    expect(await status(signCubeToken(key, ['analyst'], 'ann'))).toBe(200)
    expect(await status(`Bearer ${signCubeToken(key, ['analyst'], 'ann')}`)).toBe(200)
  })
})

describe.each([
  ['no groups', []],
  ['groups that are none', ['admin']],
  ['groups of a wrong type', 'pii'],
])('%s', (_, groups) => {
  const token = () => jwt.sign({ groups }, key, { algorithm: 'HS256' })
  test('see no member and no row', async () => {
    expect(await status(token())).not.toBe(200)
    const response = await fetch(`${cube.cube.url}/cubejs-api/v1/meta`, {
      headers: { authorization: token() },
    })
    expect(await response.text()).not.toContain('net_revenue')
  })
})

describe('personal data', () => {
  async function membersFor(group: CubeGroup): Promise<string> {
    return JSON.stringify((await cube.get('/v1/meta?extended=true', [group])).body)
  }
  test.each(personal)('%s is shown to pii only', async (column) => {
    expect(await membersFor('analyst')).not.toContain(`customers.${column}`)
    expect(await membersFor('pii')).toContain(`customers.${column}`)
    const query = { dimensions: [`customers.${column}`], limit: 5 }
    const refused = await cube.post('/v1/load', { query }, ['analyst'])
    expect(refused.status).not.toBe(200)
    expect(refused.body.data).toBeUndefined()
    expect(await cube.rows(query, ['pii'])).toHaveLength(5)
  })

  const guess = (member: string) => [{ member, operator: 'equals', values: ['person7@example.com'] }]
  const ways: [string, object][] = [
    ['a filter on the view', { filters: guess('customers.email') }],
    ['a filter on the private cube', { filters: guess('dim_customer.email') }],
    ['a filter within others', { filters: [{ or: [{ and: guess('dim_customer.email') }] }] }],
    [
      'a filter in the old form',
      { filters: [{ dimension: 'dim_customer.email', operator: 'contains', values: ['7@'] }] },
    ],
    ['an order', { dimensions: ['customers.country'], order: { 'dim_customer.email': 'asc' } }],
    ['an order as a list', { dimensions: ['customers.country'], order: [['dim_customer.email', 'asc']] }],
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
  test.each(ways)('cannot be guessed at through %s', async (_, asked) => {
    for (const [path, body] of [
      ['/v1/load', { query: { measures: ['customers.customer_count'], ...asked } }],
      ['/v1/load', { query: { measures: ['segments.customer_count'], ...asked } }],
    ] as const) {
      const answer = await cube.post(path, body, ['analyst'])
      const counted = (answer.body.data ?? []).flatMap((row) => Object.values(row).map(Number))
      expect(counted.filter((count) => count > 0)).toEqual([])
    }
  })
  test('can be filtered by pii, so the guesses above would have hit', async () => {
    const query = { measures: ['customers.customer_count'], filters: guess('customers.email') }
    expect(await cube.rows(query, ['pii'])).toEqual([{ 'customers.customer_count': '1' }])
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

test('it listens on loopback only, and says what portable mode has not', () => {
  expect(cube.cube.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const { mode, missing } = cube.cube
  expect(missing.includes('SQL API')).toBe(mode === 'portable')
})
