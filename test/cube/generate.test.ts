import { execFile } from 'node:child_process'
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { day, decimal, flag, instant, integer, key, list, sql, text, transform } from '#engine'
import { isGenerated, readModelFiles } from '../../services/cube/model-files.ts'
import { compareGenerated, updateGenerated } from '../../services/cube/model-generate.ts'

const checkout = join(import.meta.dirname, '../..')
const leftOut = ['.git', '.clientele', 'company', 'node_modules', 'reports', 'test']
const nowhere = 'postgres://nobody@127.0.0.1:1/none'

/** `clientele model generate` in a checkout, with no database to connect to. */
function generate(root: string, ...options: string[]): Promise<{ code: number; output: string }> {
  const args = ['--disable-warning=ExperimentalWarning', 'cli/main.ts', 'model', 'generate', ...options]
  const env = { ...process.env, DATABASE_URL: nowhere }
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr })
    })
  })
}

test('the committed files are up to date', async () => {
  expect(await generate(checkout, '--check')).toEqual({
    code: 0,
    output: expect.stringMatching(/^0 files written, 0 deleted, \d+ up to date\n$/),
  })
})

type Dimension = { name: string; sql?: string; format?: string; primary_key?: boolean }

test('no cube that extends its columns repeats one by hand', async () => {
  const handWritten = (await readModelFiles(checkout)).filter((file) => !isGenerated(file))
  const repeated = handWritten.flatMap(({ file, text }) =>
    (parse(text).cubes ?? [])
      .filter((cube: { extends?: string }) => cube.extends)
      .flatMap((cube: { dimensions?: Dimension[] }) => cube.dimensions ?? [])
      // a share has a format, and a key that readers need not see is hidden
      .filter(({ name, sql, format, primary_key }: Dimension) => {
        return sql === `{CUBE}.${name}` && format === undefined && !primary_key
      })
      .map(({ name }: Dimension) => `${file}: ${name}`),
  )
  // numeric, so they are not generated
  expect(repeated).toEqual([
    'model/cubes/mart_customer_360.yml: health_score',
    'model/cubes/mart_identity_quality.yml: threshold',
    'model/cubes/mart_subscription_retention.yml: month_number',
  ])
})

describe('in a copy of the checkout', () => {
  let copy: string
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'clientele-checkout-'))
    const rooms = (await readdir(checkout)).filter((name) => !leftOut.includes(name))
    for (const room of rooms) await cp(join(checkout, room), join(copy, room), { recursive: true })
    await symlink(join(checkout, 'node_modules'), join(copy, 'node_modules'))
    await generate(copy)
  })
  afterAll(() => rm(copy, { recursive: true, force: true }))

  test('--check lists what differs, and generating corrects it', async () => {
    const folder = join(copy, 'model/cubes/generated')
    await appendFile(join(folder, 'dim_date_columns.yml'), '# edited\n')
    await rm(join(folder, 'fct_orders_columns.yml'))
    await writeFile(join(folder, 'dim_gone_columns.yml'), 'cubes: []\n')
    const { code, output } = await generate(copy, '--check')
    expect(code).toBe(1)
    expect(output).toContain('Run `clientele model generate`')
    expect(output).toContain('model/cubes/generated/dim_date_columns.yml differs from the contract')
    expect(output).toContain('model/cubes/generated/fct_orders_columns.yml is missing')
    expect(output).toContain('model/cubes/generated/dim_gone_columns.yml is extended by no cube')
    expect((await generate(copy)).output).toMatch(/^2 files written, 1 deleted, \d+ up to date\n$/)
    expect((await generate(copy, '--check')).code).toBe(0)
  })

  test('dimensions of a company cube are written next to it', async () => {
    await cp(join(checkout, 'transforms/marts/mart_rfm.ts'), join(copy, 'company/marts/mart_loyalty.ts'))
    const mart = join(copy, 'company/marts/mart_loyalty.ts')
    const code = (await readFile(mart, 'utf8'))
      .replaceAll('mart_rfm', 'mart_loyalty')
      .replaceAll("from '../warehouse/", "from '../../transforms/warehouse/")
      .replaceAll("from './", "from '../../transforms/marts/")
    await writeFile(mart, code)
    await mkdir(join(copy, 'company/cubes'))
    await writeFile(
      join(copy, 'company/cubes/our_loyalty.yml'),
      'cubes: [{ name: our_loyalty, extends: mart_loyalty_columns }]\n',
    )
    expect((await generate(copy)).output).toMatch(/^1 file written, 0 deleted, \d+ up to date\n$/)
    const generated = await readFile(join(copy, 'company/cubes/generated/mart_loyalty_columns.yml'), 'utf8')
    expect(generated).toContain('sql_table: marts.mart_loyalty')
    await rm(join(copy, 'company'), { recursive: true })
  })

  test('a cube that extends the columns of no transform is an error with file and line', async () => {
    const file = join(copy, 'model/cubes/dim_date.yml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('dim_date_columns', 'dim_day_columns'))
    const { code, output } = await generate(copy)
    await writeFile(file, text)
    expect(code).toBe(1)
    expect(output).toContain('model/cubes/dim_date.yml:2 dim_date extends dim_day_columns, but there is no')
  })
})

describe('a column', () => {
  const mart_visit = transform('marts.mart_visit', {
    description: 'Visits to the shop.',
    grain: ['visit_key'],
    columns: {
      visit_key: key('The visit'),
      customer_key: key('Person who came'),
      visitor_name: text('Name given at the door').orNull().pii('name'),
      rooms: list('Rooms entered'),
      is_first: flag('Whether it was the first'),
      item_count: integer('Items bought'),
      visited_at: instant('When'),
      visited_date: day('On which day'),
      duration: decimal('Hours'),
    },
    query: sql`select`,
  })
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clientele-model-'))
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  async function dimensionsOf(cube: string): Promise<Map<string, Record<string, unknown>>> {
    const file = join(root, 'model/cubes/mart_visit.yml')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, `cubes:\n  - name: mart_visit\n    extends: mart_visit_columns\n${cube}`)
    await updateGenerated(root, await compareGenerated(root, [mart_visit]))
    const generated = parse(
      await readFile(join(root, 'model/cubes/generated/mart_visit_columns.yml'), 'utf8'),
    )
    expect(generated.cubes[0]).toMatchObject({ sql_table: 'pii.mart_visit', public: false })
    return new Map(generated.cubes[0].dimensions.map((one: { name: string }) => [one.name, one]))
  }

  test('becomes a dimension of the type that holds it', async () => {
    const dimensions = await dimensionsOf('')
    expect([...dimensions].map(([name, { type }]) => [name, type])).toEqual([
      ['visit_key', 'string'],
      ['customer_key', 'string'],
      ['visitor_name', 'string'],
      ['rooms', 'string'],
      ['is_first', 'boolean'],
      ['item_count', 'number'],
      ['visited_at', 'time'],
      ['visited_date', 'time'],
    ])
    expect(dimensions.get('visitor_name')).toEqual({
      name: 'visitor_name',
      title: 'Visitor name',
      description: 'Name given at the door',
      sql: '{CUBE}.visitor_name',
      type: 'string',
      meta: { pii: 'name' },
    })
  })

  test('of the grain is the primary key, unless the cube has its own', async () => {
    expect((await dimensionsOf('')).get('visit_key')).toMatchObject({ primary_key: true, public: true })
    const own = await dimensionsOf(
      '    dimensions:\n      - { name: row, sql: "1", type: number, primary_key: true }\n',
    )
    expect(own.get('visit_key')).not.toHaveProperty('primary_key')
  })

  test('is left out if the cube has a member of its name', async () => {
    const dimensions = await dimensionsOf(
      '    measures:\n      - { name: item_count, sql: "{CUBE}.item_count", type: sum }\n',
    )
    expect(dimensions.has('item_count')).toBe(false)
    expect(dimensions.has('customer_key')).toBe(true)
  })
})
