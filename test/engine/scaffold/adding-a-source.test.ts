import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'

const root = join(import.meta.dirname, '../../..')
const guide = readFileSync(join(root, 'docs/adding-a-source.md'), 'utf8')
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (match) => match[1] ?? '',
  )

let db: TestDatabase
let checkout: string
beforeAll(async () => {
  db = await cloneDatabase()
  // the guide adds files, which other tests must not see
  checkout = mkdtempSync(join(tmpdir(), 'clientele-checkout-'))
  const rooms = [
    'analytics',
    'bin',
    'cli',
    'engine',
    'evaluation',
    'normalise',
    'services',
    'stewardship',
    'seeds',
    'transforms',
    'migrations',
    'model',
  ]
  for (const name of [...rooms, 'cube.js', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(root, name), join(checkout, name), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
})
afterAll(async () => {
  rmSync(checkout, { recursive: true, force: true })
  await db.drop()
})

const env = () => ({ ...process.env, DATABASE_URL: db.url, CLIENTELE_HOME: join(checkout, '.clientele') })
const run = (command: string) => {
  const args = command.replace(/^npx clientele /, '').split(' ')
  return execFileSync(process.execPath, ['cli/main.ts', ...args], {
    cwd: checkout,
    env: env(),
    encoding: 'utf8',
  })
}

test('the guide leads from a CSV file to rows in the facts', async () => {
  writeFileSync(join(checkout, 'bookings.csv'), blocks('csv')[0] ?? '')
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'))
  expect(commands).toHaveLength(5)
  const outputs: string[] = []
  for (const command of commands) {
    if (command.endsWith('check')) {
      for (const code of blocks('ts')) {
        const name = /export const (\w+)/.exec(code)?.[1]
        writeFileSync(join(checkout, `transforms/staging/salon/${name}.ts`), code)
      }
    }
    outputs.push(run(command))
  }
  expect(outputs[1]).toContain('4 loaded, 0 updated, 0 unchanged, 0 quarantined')
  const { rows } = await db.pool.query(`
    select count(*)::int as orders, sum(net_amount)::text as net, count(distinct customer_key)::int as customers,
      min(ordered_date)::text as first_date
    from warehouse.fct_orders where source = 'salon' and customer_key <> -1`)
  expect(rows).toEqual([{ orders: 3, net: '141.5000', customers: 3, first_date: '2026-01-05' }])
  const people = await db.pool.query(
    'select full_name, email from pii.dim_customer where is_known order by 1',
  )
  expect(people.rows.map((row) => [row.full_name, row.email])).toEqual([
    ['Ann Ward', 'ann.ward@example.com'],
    ['Ben Okoro', 'ben.okoro@example.com'],
    ['José Álvarez', null],
  ])
}, 240_000)

test('what it writes compiles, and the code by hand is about sixty lines', () => {
  const lines = blocks('ts')
    .join('')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('import'))
  expect(lines.length).toBeLessThan(70)
  const files = [
    'sources/salon/salon.ts',
    ...['bookings', 'clients', 'orders', 'order_lines'].map((n) => `staging/salon/stg_salon__${n}.ts`),
  ]
  const config = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  const narrow = { ...config, include: files.map((file) => `transforms/${file}`) }
  writeFileSync(join(checkout, 'tsconfig.json'), JSON.stringify(narrow))
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], {
    cwd: checkout,
  })
}, 120_000)
