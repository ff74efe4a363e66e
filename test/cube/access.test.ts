import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCubeToken } from '../../services/cube/cube.ts'
import { type CubeGroup, cubeGroups } from '../../services/cube/token.ts'
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
const personalColumns = new Set(
  Object.entries(published).flatMap(([relation, columns]) =>
    Object.entries(columns).flatMap(([name, column]) =>
      column.personalData ? [`${relation.split('.')[1]}.${name}`] : [],
    ),
  ),
)
const otherGroups = cubeGroups.filter((group) => group !== 'pii')
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
  ['unknown groups', ['admin']],
  ['groups of the wrong type', 'pii'],
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
  type Dimension = { name: string; aliasMember: string; meta?: { pii?: string } }

  async function dimensionsFor(group: CubeGroup): Promise<Dimension[]> {
    const { body } = await cube.get('/v1/meta', [group])
    const views: { dimensions: Dimension[] }[] = JSON.parse(JSON.stringify(body.cubes))
    return views.flatMap(({ dimensions }) => dimensions)
  }

  test('is tagged in the contracts of what Cube reads', () => {
    expect(personalColumns).toContain('dim_customer.email')
    expect(personalColumns).toContain('bdg_customer_attribute.value')
  })

  test('becomes dimensions that only pii can see or ask for', async () => {
    const shown = (await dimensionsFor('pii')).filter(({ aliasMember }) => personalColumns.has(aliasMember))
    expect(new Set(shown.map(({ aliasMember }) => aliasMember))).toEqual(personalColumns)
    expect(shown.filter(({ meta }) => !meta?.pii)).toEqual([])
    for (const group of otherGroups) {
      const visible = (await dimensionsFor(group)).map(({ name }) => name)
      expect(visible.length).toBeGreaterThan(50)
      for (const { name } of shown) {
        expect(visible).not.toContain(name)
        const query = { dimensions: [name], limit: 5 }
        const refused = await cube.post('/v1/load', { query }, [group])
        expect(refused.status).not.toBe(200)
        expect(refused.body.data).toBeUndefined()
        expect(await cube.rows(query, ['pii'])).toHaveLength(5)
      }
    }
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
  test.each(ways)('cannot be guessed through %s', async (_, asked) => {
    for (const [path, body] of [
      ['/v1/load', { query: { measures: ['customers.customer_count'], ...asked } }],
      ['/v1/load', { query: { measures: ['segments.customer_count'], ...asked } }],
    ] as const) {
      const answer = await cube.post(path, body, ['analyst'])
      const counted = (answer.body.data ?? []).flatMap((row) => Object.values(row).map(Number))
      expect(counted.filter((count) => count > 0)).toEqual([])
    }
  })
  test('can be filtered by pii, so the guesses above would have succeeded', async () => {
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

test('it listens on loopback only, and says what portable mode cannot do', () => {
  expect(cube.cube.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const { mode, missing } = cube.cube
  expect(missing.includes('SQL API')).toBe(mode === 'portable')
})
