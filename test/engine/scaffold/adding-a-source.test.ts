import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Checkout, copyCheckout } from '../../company/checkout.ts'
import { useDatabase } from '../../harness/database.ts'

const root = join(import.meta.dirname, '../../..')
const guide = readFileSync(join(root, 'docs/adding-a-source.md'), 'utf8')
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (match) => match[1] ?? '',
  )

const db = useDatabase('built')
let checkout: Checkout
beforeAll(async () => {
  checkout = copyCheckout()
})
afterAll(async () => {
  checkout.remove()
})

const run = (command: string) => {
  const args = command.replace(/^npx clientele /, '').split(' ')
  const { code, output } = checkout.clientele(args, { DATABASE_URL: db.url })
  expect(code, output).toBe(0)
  return output
}

test('the guide leads from a CSV file to rows in the facts', async () => {
  writeFileSync(join(checkout.root, 'bookings.csv'), blocks('csv')[0] ?? '')
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'))
  expect(commands).toHaveLength(5)
  const outputs: string[] = []
  for (const command of commands) {
    if (command.endsWith('check')) {
      for (const code of blocks('ts')) {
        const name = /export const (\w+)/.exec(code)?.[1]
        checkout.write(`staging/salon/${name}.ts`, code)
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
})

test('an existing source is not overwritten', () => {
  for (const name of ['salon', 'shopify']) {
    const { code, output } = checkout.clientele(['source', 'new', name, '--from', 'bookings.csv'])
    expect(code).toBe(1)
    expect(output).toMatch(
      name === 'shopify' ? 'transforms/sources/shopify/shopify.ts' : 'stg_salon__bookings.ts',
    )
    expect(output).toContain('(source-exists: ')
  }
})

test('the generated code compiles, and the handwritten code is under 70 lines', () => {
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
  const narrow = { ...config, include: files.map((file) => `company/${file}`) }
  writeFileSync(join(checkout.root, 'tsconfig.json'), JSON.stringify(narrow))
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], {
    cwd: checkout.root,
  })
})
