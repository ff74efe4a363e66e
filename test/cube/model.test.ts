import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import type { Problem } from '../../services/cube/model.ts'
import { modelProblems, requireSoundModel } from '../../services/cube/model-check.ts'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { brokenRules } from '../../services/cube/model-rules.ts'
import { opsRelations, publishedRelations } from '../../services/cube/relations.ts'
import { declarationRoots, loadSettings } from '../../services/settings.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

const settings = loadSettings({})
const { root } = settings
const { transforms } = (await loadWarehouse(...declarationRoots(settings))).graph

let copy: string
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'clientele-model-'))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

/** The problems of the model after one edit, as `file:line message`. */
async function after(file: string, from: string, to: string): Promise<string[]> {
  await edit(file, from, to)
  return shown(await modelProblems(copy, transforms))
}

/** The same without Cube's compiler, which takes more than a second. */
async function brokenRulesAfter(file: string, from: string, to: string): Promise<string[]> {
  await edit(file, from, to)
  return shown(brokenRules(parseModel(await readModelFiles(copy)), publishedRelations(transforms)))
}

function shown(problems: readonly Problem[]): string[] {
  return problems.map(({ file, line, message }) => `${file}:${line} ${message}`)
}

/** Compiling all views takes Cube seconds, so the copies have those that are edited. */
function isNeeded(path: string): boolean {
  const view = /views\/(\w+)\.yml$/.exec(path)?.[1]
  return (
    view === undefined ||
    ['customer_360', 'identity_golden_record', 'orders', 'products', 'rfm'].includes(view)
  )
}

async function edit(file: string, from: string, to: string): Promise<void> {
  await rm(join(copy, 'model'), { recursive: true, force: true })
  await mkdir(copy, { recursive: true })
  await cp(join(root, 'model'), join(copy, 'model'), { recursive: true, filter: isNeeded })
  const text = await readFile(join(copy, file), 'utf8')
  expect(text).toContain(from)
  await writeFile(join(copy, file), text.replace(from, to))
}

async function lineOf(file: string, text: string): Promise<number> {
  const lines = (await readFile(join(root, file), 'utf8')).split('\n')
  return lines.findIndex((line) => line.includes(text)) + 1
}

test('the model has no fault, and its generated files match the contracts', async () => {
  expect(shown(await modelProblems(root, transforms))).toEqual([])
})

describe('a fault is reported with file and line', () => {
  const faults: [what: string, file: string, from: string, to: string, message: string][] = [
    ['invalid YAML', 'model/views/rfm.yml', 'cubes:', 'cubes: [', ''],
    ['an unknown member', 'model/views/rfm.yml', '[country,', '[county,', 'county'],
    ['an unknown join', 'model/views/rfm.yml', 'mart_rfm.customer_traits', 'mart_rfm.dim_product', 'no join'],
    ['an unknown cube', 'model/views/rfm.yml', 'mart_rfm.customer_traits', 'mart_rfm.dim_person', 'no cube'],
    [
      'a join to an unknown cube',
      'model/cubes/fct_orders.yml',
      'name: dim_date',
      'name: dim_dat',
      "dim_dat doesn't exist",
    ],
    [
      'an unknown relation',
      'model/cubes/generated/dim_date_columns.yml',
      'sql_table: warehouse.dim_date',
      'sql_table: warehouse.dim_day',
      'dim_day',
    ],
    [
      'an unknown column',
      'model/cubes/generated/fct_orders_columns.yml',
      '"{CUBE}.order_id"',
      '"{CUBE}.order_no"',
      'no column "order_no"',
    ],
    [
      'an unknown column in a join',
      'model/cubes/fct_orders.yml',
      '{dim_date}.date_day',
      '{dim_date}.day',
      'no column "day"',
    ],
    [
      'an unknown type',
      'model/cubes/mart_rfm.yml',
      'Customers in the segment, type: count',
      'Customers in the segment, type: cuont',
      'cuont',
    ],
    [
      'an unknown key',
      'model/cubes/mart_rfm.yml',
      'title: Customers, desc',
      'titel: Customers, desc',
      'titel',
    ],
    [
      'a measure over an unknown measure',
      'model/cubes/fct_orders.yml',
      '{gross_revenue} - {discounts}',
      '{gross_revenu} - {discounts}',
      'gross_revenu',
    ],
    ['an unknown group', 'model/views/rfm.yml', 'analyst, ', 'everybody, ', 'everybody'],
    [
      'an exclude of an unknown member',
      'model/views/customer_360.yml',
      'excludes: [birth_date]',
      'excludes: [birthdate]',
      '"birthdate"',
    ],
    ['a name that is taken', 'model/views/rfm.yml', 'name: rfm', 'name: orders', 'already defined'],
    ['a view in another file', 'model/views/rfm.yml', 'name: rfm', 'name: frequency', 'belongs in'],
    ['a public cube', 'model/cubes/publication_runs.yml', 'public: false', 'public: true', 'private'],
    [
      'a cube that extends an unknown cube',
      'model/cubes/dim_date.yml',
      'dim_date_columns',
      'dim_day_columns',
      'extend',
    ],
  ]
  test.each(faults)('%s', async (_, file, from, to, message) => {
    const problems = await after(file, from, to)
    expect(problems.join('\n')).toContain(message)
    const line = await lineOf(file, from)
    const places = problems.map((problem) => problem.split(' ', 1)[0])
    // YAML can break one line further down
    const near = [0, 1].map((more) => `${file}:${line + more}`)
    expect(
      near.some((place) => places.includes(place)),
      problems.join('\n'),
    ).toBe(true)
  })
})

test('a pre-aggregation with personal data, or by an instant, is refused', async () => {
  const cube = 'model/cubes/mart_customer_360.yml'
  const named = await brokenRulesAfter(
    cube,
    'dimensions: [market, customer_type',
    'dimensions: [dim_customer.email',
  )
  expect(named.join('\n')).toContain('must not hold personal data: dim_customer.email (contact)')
  const orders = 'model/cubes/fct_orders.yml'
  const timed = await brokenRulesAfter(orders, 'time_dimension: ordered_date', 'time_dimension: ordered_at')
  expect(timed.join('\n')).toContain('ordered_at is no day')
})

describe('personal data is refused to groups that may not see its kind', () => {
  const view = 'model/views/customer_360.yml'
  test('when an exclude is forgotten', async () => {
    const problems = await brokenRulesAfter(view, '            - email\n', '')
    const line = await lineOf(view, 'groups: [')
    const what = 'email holds personal data (contact: pii.dim_customer.email)'
    expect(problems).toEqual([
      `${view}:${line} customer_360: ${what} and must be excluded for executive, analyst, marketing, admin`,
    ])
  })
  test('when a group may see other kinds only', async () => {
    const problems = await brokenRulesAfter(view, ', excludes: [birth_date] }', ' }')
    const what = 'birth_date holds personal data (birth: pii.dim_customer.birth_date)'
    expect(problems).toEqual([
      `${view}:${await lineOf(view, 'group: agent')} customer_360: ${what} and must be excluded for agent`,
    ])
  })
  test('when another view shows it under another name', async () => {
    const problems = await brokenRulesAfter(
      view,
      '- record_count\n',
      '- { name: phone, alias: record_count }\n',
    )
    expect(problems).toEqual([
      expect.stringMatching(
        /^model\/views\/customer_360\.yml:\d+ customer_360: record_count holds.*marketing, admin$/,
      ),
    ])
  })
  test.each([
    ['in an expression', 'lower({CUBE}.email)'],
    ['without the cube before it', 'lower(email)'],
    ['through another member', "{full_name} || ''"],
  ])('%s', async (_, sql) => {
    const problems = await brokenRulesAfter(
      'model/cubes/generated/dim_customer_columns.yml',
      '"{CUBE}.record_count"',
      `"${sql}"`,
    )
    expect(problems.filter((problem) => problem.includes('record_count holds personal data'))).toHaveLength(1)
  })
  test('in a segment of the cube', async () => {
    const problems = await brokenRulesAfter(
      'model/cubes/bdg_customer_attribute.yml',
      '    measures:',
      '    segments:\n      - { name: example, sql: "{CUBE}.value like \'%@example.com\'" }\n    measures:',
    )
    expect(problems.join('\n')).toContain('golden_record: example holds personal data (')
  })
  test('in a cube that extends another', async () => {
    const problems = await brokenRulesAfter(
      'model/cubes/dim_product.yml',
      'extends: dim_product_columns',
      'extends: dim_customer',
    )
    expect(problems.join('\n')).not.toContain('dim_product: there is no')
    const view = await brokenRulesAfter(
      'model/views/products.yml',
      'fct_orders, includes: [',
      'dim_customer, includes: [email, ',
    )
    expect(view.join('\n')).toContain('products: email holds personal data (contact: pii.dim_customer.email)')
  })
  test('in a view that extends another and grants more', async () => {
    await edit('model/views/rfm.yml', 'views:', 'views:')
    const text =
      "views:\n  - name: people\n    extends: customer_360\n    access_policy:\n      - { group: analyst, member_level: { includes: '*' } }\n"
    await writeFile(join(copy, 'model/views/people.yml'), text)
    const problems = shown(
      brokenRules(parseModel(await readModelFiles(copy)), publishedRelations(transforms)),
    )
    expect(problems.join('\n')).toContain('model/views/people.yml:5 people: email holds personal data')
  })
  describe('in lists that are written once', () => {
    const policy = '      - { group: agent,'
    const alias = '      - { group: admin, member_level: { includes: "*", excludes: *personal } }\n'
    const once = async (excluded: string) => {
      await edit(view, policy, alias + policy)
      const text = (await readFile(join(copy, view), 'utf8')).replace(', admin]', ']')
      await writeFile(
        join(copy, view),
        text.replace('excludes:\n', 'excludes: &personal\n').replace(excluded, ''),
      )
    }
    test('an alias is followed, by Cube too', async () => {
      await once('nothing')
      expect(shown(await modelProblems(copy, transforms))).toEqual([])
      expect(await readFile(join(copy, view), 'utf8')).toContain('*personal')
    })
    test('what is missing there is missing in each policy', async () => {
      await once('            - phone\n')
      const problems = brokenRules(parseModel(await readModelFiles(copy)), publishedRelations(transforms))
      expect(problems.map(({ message }) => message)).toEqual([
        expect.stringMatching(/phone holds .* for executive, analyst, marketing$/),
        expect.stringMatching(/phone holds .* for admin$/),
      ])
    })
    test('a merge key is refused', async () => {
      await edit(view, policy, `      - { <<: *personal, group: admin }\n${policy}`)
      const text = (await readFile(join(copy, view), 'utf8')).replace(
        'member_level:\n',
        'member_level: &personal\n',
      )
      await writeFile(join(copy, view), text)
      const { problems } = parseModel(await readModelFiles(copy))
      expect(shown(problems)).toEqual([
        expect.stringMatching(/^model\/views\/customer_360\.yml:\d+ The merge key/),
      ])
    })
  })
  test('when a policy names no group', async () => {
    const problems = await brokenRulesAfter(
      'model/views/customer_360.yml',
      '- { group: pii, ',
      '- { role: "*", ',
    )
    expect(problems.join('\n')).toContain('a policy must name its group')
    expect(problems.join('\n')).toContain('email holds personal data')
  })
  test('when a view has no policy', async () => {
    const problems = await brokenRulesAfter('model/views/orders.yml', 'access_policy:', 'meta:')
    expect(problems.join('\n')).toContain('everybody sees all of it')
  })
})

describe('what SQL clients need', () => {
  test('a view without a number of rows is refused', async () => {
    const problems = await brokenRulesAfter(
      'model/views/orders.yml',
      'join_path: fct_orders, includes: "*"',
      'join_path: fct_orders, includes: "*", excludes: [count]',
    )
    expect(problems).toEqual([
      expect.stringMatching(
        /^model\/views\/orders\.yml:\d+ orders: has no measure "count".*Include "count" of fct_orders/,
      ),
    ])
  })
  test.each([
    ['with a filter', '      - { name: count, type: count, filters: [{ sql: "{CUBE}.is_test" }] }\n'],
    ['of distinct values', '      - { name: count, sql: "{CUBE}.customer_key", type: count_distinct }\n'],
    ['that is a sum', '      - { name: count, sql: "{CUBE}.line_count", type: sum }\n'],
  ])('a count %s is refused', async (_, measure) => {
    const problems = await brokenRulesAfter(
      'model/cubes/fct_orders.yml',
      '    measures:\n',
      `    measures:\n${measure}`,
    )
    expect(problems).toEqual([expect.stringContaining('orders: "count" is not the number of its rows')])
  })
  test('a count of another cube is refused', async () => {
    const problems = await brokenRulesAfter(
      'model/views/products.yml',
      'includes: [order_id, ',
      'includes: [count, order_id, ',
    )
    expect(problems).toEqual([expect.stringContaining('It must be a measure of fct_order_lines')])
  })

  test('a label with an apostrophe, which would end it in the SQL of Cube, is refused', async () => {
    const file = 'model/cubes/mart_customer_ltv.yml'
    const problems = await brokenRulesAfter(file, 'label: 11 and more', `label: "a dozen's worth"`)
    expect(problems).toEqual([expect.stringContaining('the label "a dozen\'s worth" has an apostrophe')])
  })

  const calculated = (sql: string) => `      - { name: example, type: number, sql: "${sql}" }\n`
  test.each([
    ['sum({CUBE}.quantity)', 'sum'],
    ['{net_revenue} / nullif(count(*), 0)', 'count'],
    ['Max ({CUBE}.quantity) over_all', 'Max'],
    ["string_agg({CUBE}.status, ', ')", 'string_agg'],
    ['percentile_cont(0.5) within group (order by {CUBE}.quantity) / 2', 'percentile_cont'],
    ['(select 1) + avg({CUBE}.quantity)', 'avg'],
  ])('a calculated measure that aggregates is refused: %s', async (sql, name) => {
    const file = 'model/cubes/fct_orders.yml'
    const problems = await brokenRulesAfter(file, '    measures:\n', `    measures:\n${calculated(sql)}`)
    expect(problems).toEqual([expect.stringContaining(`example aggregates in its sql (${name})`)])
  })
  test.each([
    '{net_revenue} / nullif(sum({net_revenue}) over (), 0)',
    '{net_revenue} - (select max(seconds) from ops.publications)',
    'percentile_cont(0.9) within group (order by coalesce({CUBE}.quantity, 0))',
    "case when {order_count} > 1 then 'sum(x)' end",
    'checksum({net_revenue})',
  ])('a calculated measure that does not is accepted: %s', async (sql) => {
    const file = 'model/cubes/fct_orders.yml'
    expect(await brokenRulesAfter(file, '    measures:\n', `    measures:\n${calculated(sql)}`)).toEqual([])
  })

  test('a day that Cube would shift in time zones west of UTC is refused', async () => {
    const problems = await brokenRulesAfter(
      'model/cubes/mart_customer_ltv.yml',
      '{CUBE}.cohort_month_date::date',
      '{CUBE}.cohort_month_date',
    )
    expect(problems).toEqual([
      expect.stringContaining('by_cohort: cohort_month is no day'),
      expect.stringContaining('cohort_month is a day, which Cube would shift'),
    ])
  })
  test('a key of 64 bits that is shown as a number is refused', async () => {
    const problems = await brokenRulesAfter(
      'model/cubes/fct_orders.yml',
      '    dimensions:\n',
      '    dimensions:\n      - { name: customer, sql: "abs({CUBE}.customer_key)", type: number }\n',
    )
    expect(problems).toEqual([expect.stringContaining('shows the key customer_key as a number')])
  })
})

test('an error lists all faults', async () => {
  await edit(
    'model/views/customer_360.yml',
    '- full_name\n            - given_name\n            - family_name\n',
    '- full_name\n',
  )
  const files = await readModelFiles(copy)
  const problems = ['given_name', 'family_name'].map((name) => expect.stringContaining(name))
  const failure = expect.objectContaining({ code: 'model-invalid', fields: { problems } })
  expect(() => requireSoundModel(files, transforms)).toThrow(failure)
})

describe('a view without a contract', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await cloneDatabase()
  })
  afterAll(() => database.drop())
  test.each([...opsRelations])('%s has the columns that the rules know', async (relation, columns) => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select attname::text as name from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum`,
      [relation],
    )
    expect(rows.map((row) => row.name)).toEqual(Object.keys(columns))
  })
})
