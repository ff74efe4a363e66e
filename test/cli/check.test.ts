import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { source } from '#engine'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { describeGraph } from '../../engine/graph/check.ts'
import { Graph } from '../../engine/graph/graph.ts'
import { rawDifferences } from '../../engine/graph/raw-differences.ts'
import { typeProblems } from '../../services/company/types.ts'
import { modelSql } from '../../services/cube/model-check.ts'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { reportProblems } from '../../services/cube/report-check.ts'
import { stg_items } from '../engine/tiny.ts'
import { useDatabase } from '../harness/database.ts'
import { land, stage } from '../sources/staged.ts'

/* What `clientele check` covers besides the queries of transforms, each fault in a copy of a part of the tree. */

const db = useDatabase()
const root = join(import.meta.dirname, '../..')
let tree: string
beforeAll(async () => {
  await mkdir(join(root, '.clientele'), { recursive: true })
  tree = await mkdtemp(join(root, '.clientele', 'check-'))
  for (const folder of ['sources/twilio', 'staging/twilio', 'canonical'])
    await cp(join(root, 'transforms', folder), join(tree, 'transforms', folder), { recursive: true })
  await mkdir(join(tree, 'transforms/marts'))
  for (const folder of ['normalise', 'model', 'reports/sources', 'reports/pages'])
    await cp(join(root, folder), join(tree, folder), { recursive: true })
})
afterAll(() => rm(tree, { recursive: true }))

const model = async (of: string) => parseModel(await readModelFiles(of))

test('queries and pages of reports name members and queries that exist', async () => {
  expect(await reportProblems(root, await model(root))).toEqual([])
  const file = join(tree, 'reports/sources/cube/broken.yaml')
  await writeFile(
    file,
    'measures:\n  - orders.order_cuont\ndimensions:\n  - ordres.country\nfilters:\n  - { member: orders.nothing, operator: set }\n',
  )
  await writeFile(
    join(tree, 'reports/pages/broken.md'),
    '# Broken\n\n```sql x\nselect * from cube.custmers\n```\n',
  )
  const problems = await reportProblems(tree, await model(tree))
  expect(problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
    expect.stringMatching(
      /^reports\/sources\/cube\/broken\.yaml:2 the view orders has no member "order_cuont"\. Did you mean orders\.order_count/,
    ),
    expect.stringMatching(
      /^reports\/sources\/cube\/broken\.yaml:4 there is no view "ordres"\. Did you mean orders/,
    ),
    expect.stringMatching(/^reports\/sources\/cube\/broken\.yaml:6 the view orders has no member "nothing"/),
    expect.stringMatching(/^reports\/pages\/broken\.md:4 there is no query .*Did you mean customers\?$/),
  ])
})

test('SQL inside cubes is described on the contracts', async () => {
  await writeFile(
    join(tree, 'model/cubes/broken.yml'),
    `cubes:
  - name: broken
    sql_table: staging.stg_items
    public: false
    measures:
      - name: wrong_type
        sql: "{CUBE}.item + 1"
        type: sum
      - name: no_function
        sql: "summ({CUBE}.amount)"
        type: number
      - name: right
        sql: "1.0 * {wrong_type} / nullif(sum({CUBE}.amount), 0)"
        type: number
`,
  )
  const statements = (await modelSql(tree)).filter(({ cube }) => cube === 'broken')
  const client = await db.pool.connect()
  const problems = await describeGraph(client, new Graph([stg_items]), [], statements).finally(() =>
    client.release(),
  )
  expect(problems.map(({ at, message }) => `${at} ${message}`)).toEqual([
    expect.stringMatching(/^model\/cubes\/broken\.yml:7 operator does not exist: text \+ integer/),
    expect.stringMatching(/^model\/cubes\/broken\.yml:10 function summ\(numeric\) does not exist/),
  ])
})

test('contracts that differ from the raw tables that exist', async () => {
  const shop = (fields: Record<string, z.ZodType>) =>
    source('shop', { system: 'A shop', entities: { orders: { description: 'Orders', key: ['id'], fields } } })
  const before = shop({ id: z.string(), total_price: z.string(), note: z.string() })
  await stage(db.pool, [before.orders], [])
  await land(db.pool, before.orders, [{ id: 'a', total_price: '1', note: 'n' }])
  const client = await db.pool.connect()
  const differ = async (one: ReturnType<typeof shop>) =>
    (await rawDifferences(client, [one.orders])).map(({ message }) => message)
  try {
    expect(await differ(before)).toEqual([])
    expect(
      await differ(shop({ id: z.string(), total_price: z.string(), more: z.string().optional() })),
    ).toEqual([])
    expect(await differ(shop({ id: z.string(), total_price: z.int(), note: z.string() }))).toEqual([
      expect.stringMatching(/^the contract says total_price is bigint, but raw\.shop__orders holds text/),
    ])
    expect(await differ(shop({ id: z.string(), total_prices: z.string() }))).toEqual([
      expect.stringMatching(/^the contract requires total_prices, .* Did you mean total_price\?/),
    ])
  } finally {
    client.release()
  }
})

test('a source that is removed without its staging is missed in a sentence; with its staging it is not', async () => {
  await rm(join(tree, 'transforms/sources/twilio'), { recursive: true })
  await expect(loadWarehouse(join(tree, 'transforms'))).rejects.toThrow(
    /staging\/twilio\/stg_twilio__\w+\.ts:\d+ imports .*sources\/twilio\/twilio\.ts, which does not exist/,
  )
  await rm(join(tree, 'transforms/staging/twilio'), { recursive: true })
  expect((await loadWarehouse(join(tree, 'transforms'))).graph.transforms).toEqual([])
})

test('a file that cannot be imported is named with its line, not with a stack', async () => {
  const file = join(tree, 'transforms/marts/mart_broken.ts')
  const failure = async (text: string) => {
    const name = `mart_broken_${text.length}`
    const path = file.replace('mart_broken', name)
    await writeFile(path, text)
    const error: unknown = await loadWarehouse(join(tree, 'transforms')).catch((caught: unknown) => caught)
    await rm(path)
    const message = error instanceof Error ? error.message : ''
    expect(message).not.toMatch(/\n\s+at /)
    return message.replaceAll(name, 'mart_broken')
  }
  expect(await failure(`import { x } from './nowhere.ts'\nexport const y = x`)).toMatch(
    /mart_broken\.ts:1 imports .*nowhere\.ts, which does not exist\. Restore it, or delete what builds on it/,
  )
  expect(await failure(`const a = 1\n\nexport const b = a.b.c.d\n`)).toMatch(
    /mart_broken\.ts:3 cannot be imported: /,
  )
})

test('types are checked, and faults named by file and line', async () => {
  const small = await mkdtemp(join(root, '.clientele', 'types-'))
  try {
    await mkdir(join(small, 'company/marts'), { recursive: true })
    await symlink(join(root, 'node_modules'), join(small, 'node_modules'))
    await writeFile(
      join(small, 'tsconfig.json'),
      '{ "compilerOptions": { "strict": true, "noEmit": true, "types": [] } }',
    )
    await writeFile(
      join(small, 'company/marts/mart_x.ts'),
      `export const one = 1\nexport const two: string = one\n`,
    )
    expect(await typeProblems(small)).toEqual([
      { at: 'company/marts/mart_x.ts:2', message: "Type 'number' is not assignable to type 'string'." },
    ])
  } finally {
    await rm(small, { recursive: true })
  }
})
