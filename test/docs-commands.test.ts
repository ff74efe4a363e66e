import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CsvRow } from '#engine'
import { useDatabase } from './harness/database.ts'
import { exportedOrder } from './sources/shopify-export.ts'

const root = join(import.meta.dirname, '..')
const db = useDatabase('sample')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-docs-'))
  const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'
  const line =
    '536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom'
  const file = gzipSync(`${header}\n${line}\n`)
  for (const name of ['online_retail.csv.gz', 'transactions.csv.gz'])
    await writeFile(join(folder, name), file)
  const renamed = header.replace('UnitPrice', 'Price').replace('InvoiceNo', 'Invoice')
  await writeFile(join(folder, 'prices.csv'), `${renamed}\n${line.replace('2.55', '2.75')}\n`)
  await mkdir(join(folder, 'exports'))
  await writeFile(join(folder, 'exports/2026-03.csv'), csv(exportedOrder))
  await writeFile(join(folder, 'eurofxref-hist.csv'), 'Date,USD,GBP,\n2026-03-04,1.1655,0.8721,\n')
  const { rows } = await db.pool.query('select * from raw.loyalty__movements limit 3')
  const bookkeeping = Object.keys(rows[0]).filter((name) => name.startsWith('_'))
  await db.pool.query('create table public.movements as select * from raw.loyalty__movements limit 3')
  await db.pool.query(
    `alter table public.movements ${bookkeeping.map((name) => `drop column ${name}`).join(', ')}`,
  )
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

function csv(rows: readonly CsvRow[]): string {
  const header = Object.keys(rows[0] ?? {})
  const lines = rows.map((row) => header.map((name) => JSON.stringify(row[name] ?? '')).join(','))
  return [header.join(','), ...lines, ''].join('\n')
}

/** The `npx clientele` commands in a page's code blocks, each as a list of words. */
async function commandsOf(page: string): Promise<string[][]> {
  const lines = (await readFile(join(root, page), 'utf8')).split('\n')
  let isFenced = false
  const code = lines.filter((line) => {
    if (line.trimStart().startsWith('```')) isFenced = !isFenced
    return isFenced || line.startsWith('    ')
  })
  return code
    .flatMap((line) => line.replace(/#.*$/, '').split('&&'))
    .map((command) => command.trim().replaceAll("'", '').split(/\s+/))
    .filter(([first, second]) => first === 'npx' && second === 'clientele')
    .map((words) => words.slice(2))
}

function run(words: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { ...process.env, DATABASE_URL: db.url, LOYALTY_DATABASE_URL: db.url, CLIENTELE_HOME: folder }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'cli/main.ts'), ...words],
      { cwd: folder, env },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: out + err })
      },
    )
  })
}

test('every command in the README and the docs runs as written, in their order', async () => {
  const pages = (await readdir(join(root, 'docs'))).filter(
    // these add files to a checkout: test/company/company.test.ts follows them in a copy
    (name) =>
      name.endsWith('.md') &&
      ![
        'adding-a-source.md',
        'adding-a-metric.md',
        'adding-a-page.md',
        'adding-a-mart.md',
        'adding-a-segment.md',
      ].includes(name),
  )
  const commands = (
    await Promise.all(['README.md', ...pages.map((name) => `docs/${name}`)].map(commandsOf))
  ).flat()
  expect(commands.length).toBeGreaterThan(4)
  for (const words of commands) {
    const { code, output } = await run(words)
    expect({ command: words.join(' '), code, output: code === 0 ? '' : output }).toEqual({
      command: words.join(' '),
      code: 0,
      output: '',
    })
  }
})

test('the commands listed in the README exist and have help', async () => {
  const listed = (await readFile(join(root, 'README.md'), 'utf8')).matchAll(/^\| `npx clientele ([a-z-]+)/gm)
  const names = new Set([...listed].map(([, name = '']) => name))
  expect(names.size).toBeGreaterThan(8)
  for (const name of names) {
    const { code, output } = await run([name, '--help'])
    expect(code).toBe(0)
    expect(output).toContain(`Usage: clientele ${name}`)
  }
})
