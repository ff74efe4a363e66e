import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ClienteleError } from '#engine'
import { checkModel, modelProblems, type Relations } from '../../services/cube/model.ts'
import { type Problem, parseModel, readModelFiles } from '../../services/cube/model-files.ts'
import { breaches, opsRelations } from '../../services/cube/model-rules.ts'
import { loadSettings } from '../../services/settings.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { published } from './company.ts'

const { root } = loadSettings({})
const relations: Relations = new Map(
  Object.entries(published).map(([name, columns]) => [
    name.replace('pii.', 'warehouse.'),
    {
      columns: Object.fromEntries(
        Object.entries(columns).map(([column, { pgType, personalData }]) => [
          column,
          { pgType, pii: personalData !== null },
        ]),
      ),
    },
  ]),
)

let copy: string
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'clientele-model-'))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

/** Problems of the model after one edit, each as `file:line message`. */
async function after(file: string, from: string, to: string): Promise<string[]> {
  await edit(file, from, to)
  return shown(await modelProblems(copy, relations))
}

/** The same without Cube's compiler, which takes more than a second. */
async function breachesAfter(file: string, from: string, to: string): Promise<string[]> {
  await edit(file, from, to)
  return shown(breaches(parseModel(await readModelFiles(copy)), relations))
}

function shown(problems: readonly Problem[]): string[] {
  return problems.map(({ file, line, message }) => `${file}:${line} ${message}`)
}

async function edit(file: string, from: string, to: string): Promise<void> {
  await rm(join(copy, 'model'), { recursive: true, force: true })
  await mkdir(copy, { recursive: true })
  await cp(join(root, 'model'), join(copy, 'model'), { recursive: true })
  const text = await readFile(join(copy, file), 'utf8')
  expect(text).toContain(from)
  await writeFile(join(copy, file), text.replace(from, to))
}

async function lineOf(file: string, text: string): Promise<number> {
  const lines = (await readFile(join(root, file), 'utf8')).split('\n')
  return lines.findIndex((line) => line.includes(text)) + 1
}

test('the model is sound', async () => {
  await checkModel(root, relations)
})

describe('a fault is reported with file and line', () => {
  const faults: [what: string, file: string, from: string, to: string, message: string][] = [
    ['broken YAML', 'model/views/segments.yml', 'cubes:', 'cubes: [', ''],
    ['a member that is not there', 'model/views/segments.yml', '[country]', '[county]', 'county'],
    [
      'a join that is not there',
      'model/views/segments.yml',
      'mart_rfm.dim_customer',
      'mart_rfm.dim_product',
      'no join',
    ],
    [
      'a cube that is not there',
      'model/views/segments.yml',
      'mart_rfm.dim_customer',
      'mart_rfm.dim_person',
      'no cube',
    ],
    [
      'a join to nothing',
      'model/cubes/fct_orders.yml',
      'name: dim_date',
      'name: dim_dat',
      "dim_dat doesn't exist",
    ],
    ['an unknown relation', 'model/cubes/dim_date.yml', 'warehouse.dim_date', 'warehouse.dim_day', 'dim_day'],
    [
      'an unknown column',
      'model/cubes/fct_orders.yml',
      '"{CUBE}.order_id"',
      '"{CUBE}.order_no"',
      'no column "order_no"',
    ],
    [
      'an unknown column of a join',
      'model/cubes/fct_orders.yml',
      '{dim_date}.date_day',
      '{dim_date}.day',
      'no column "day"',
    ],
    [
      'a type that is none',
      'model/cubes/dim_date.yml',
      '"{CUBE}.year", type: number',
      '"{CUBE}.year", type: nmber',
      'nmber',
    ],
    ['a key that is none', 'model/cubes/dim_date.yml', 'title: Year', 'titel: Year', 'titel'],
    [
      'a measure of nothing',
      'model/cubes/fct_orders.yml',
      '{gross_revenue} - {discounts}',
      '{gross_revenu} - {discounts}',
      'gross_revenu',
    ],
    ['an unknown group', 'model/views/segments.yml', 'group: analyst', 'group: everybody', 'everybody'],
    ['an exclude of nothing', 'model/views/customers.yml', '- full_name', '- fullname', '"fullname"'],
    ['a view in another file', 'model/views/segments.yml', 'name: segments', 'name: segment', 'belongs into'],
    ['a public cube', 'model/cubes/dim_date.yml', 'public: false', 'public: true', 'private'],
  ]
  test.each(faults)('%s', async (_, file, from, to, message) => {
    const problems = await after(file, from, to)
    expect(problems.join('\n')).toContain(message)
    const line = await lineOf(file, from)
    const places = problems.map((problem) => problem.split(' ', 1)[0])
    // YAML that is broken shows further down than it broke
    const near = [0, 1].map((more) => `${file}:${line + more}`)
    expect(
      near.some((place) => places.includes(place)),
      problems.join('\n'),
    ).toBe(true)
  })
})

describe('personal data is for the group pii only', () => {
  const view = 'model/views/customers.yml'
  test('when an exclude is forgotten', async () => {
    const problems = await breachesAfter(view, '            - email\n', '')
    expect(problems).toEqual([
      expect.stringMatching(/^model\/views\/customers\.yml:\d+ customers: email holds/),
    ])
  })
  test('when another view shows it under another name', async () => {
    const problems = await breachesAfter(
      'model/views/segments.yml',
      '[country]',
      '[{ name: phone, alias: country }]',
    )
    expect(problems).toEqual([
      expect.stringMatching(/^model\/views\/segments\.yml:\d+ segments: country holds/),
    ])
  })
  test.each([
    ['in an expression', 'lower({CUBE}.email)'],
    ['without the cube before it', 'lower(email)'],
    ['through another member', "{full_name} || ''"],
  ])('%s', async (_, sql) => {
    const problems = await breachesAfter('model/cubes/dim_customer.yml', '"{CUBE}.country"', `"${sql}"`)
    expect(problems.filter((problem) => problem.includes('country holds personal data'))).toHaveLength(2)
  })
  test('when a view has no policy', async () => {
    const problems = await breachesAfter('model/views/orders.yml', 'access_policy:', 'meta:')
    expect(problems.join('\n')).toContain('everybody sees all of it')
  })
})

test('all faults are in one error', async () => {
  await edit(
    'model/views/customers.yml',
    '- full_name\n            - given_name\n            - family_name\n',
    '- full_name\n',
  )
  const failure = await checkModel(copy, relations).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ClienteleError)
  expect(failure).toMatchObject({ code: 'model-invalid', fields: { problems: { length: 2 } } })
})

describe('views that have no contract', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await cloneDatabase()
  })
  afterAll(() => database.drop())
  test.each([...opsRelations])('%s has the columns it is known for', async (relation, { columns }) => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select attname::text as name from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum`,
      [relation],
    )
    expect(rows.map((row) => row.name)).toEqual(Object.keys(columns))
  })
})
