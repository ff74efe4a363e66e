import { afterAll, beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { type Checkout, copyCheckout } from './checkout.ts'
import { readGuide } from './guide.ts'

const guide = readGuide('adding-a-segment.md')
const db = useDatabase('sample')
let checkout: Checkout

const segmentFile = (name: string, where: string) => `
import { sql } from '#engine'
import { segment } from '#transforms/segments/declare.ts'

export const segment_${name} = segment('segment_${name}', {
  title: 'Of a test',
  owner: 'Tests',
  purpose: 'Show what happens',
  where: sql\`${where}\`,
})
`
const write = (name: string, where: string) =>
  checkout.write(`segments/segment_${name}.ts`, segmentFile(name, where))

const run = (command: string) => checkout.clientele(command.split(' '), { DATABASE_URL: db.url })

async function query(text: string): Promise<Record<string, unknown>[]> {
  return (await db.pool.query(text)).rows
}

const sizeOf = async (name: string) => {
  const [row] = await query(
    `select status, problem, customer_count from marts.mart_segment where segment_name = '${name}'`,
  )
  return row
}
const flowOf = (name: string) =>
  query(
    `select entered_count::int as entered, left_count::int as left, customer_count::int as size
     from ops.segment_flow where segment_name = '${name}' order by run_id`,
  )

beforeAll(() => {
  checkout = copyCheckout()
  for (const [file, text] of guide.files) checkout.write(file, text)
  write('worth_a_hundred', 'lifetime_value_amount >= 100')
  write('broken', 'lifetime_value_amount / (order_count - order_count) > 1')
  for (const command of guide.commands) expect(run(command).output).not.toMatch(/^clientele: /m)
})
afterAll(() => checkout.remove())

test('a segment of the company has the members of its condition', async () => {
  const [expected] = await query(
    `select count(*)::int as count from marts.mart_customer_360 where order_count >= 3 and loyalty_points >= 100`,
  )
  expect(await sizeOf('loyal_savers')).toEqual({
    status: 'computed',
    problem: null,
    customer_count: expected?.count,
  })
})

test('a segment that fails on values says so, and stops nothing', async () => {
  const failed = await sizeOf('broken')
  expect(failed).toMatchObject({ status: 'failed', customer_count: null })
  expect(failed?.problem).toContain('division by zero')
  expect(await query(`select from marts.mart_segment where status = 'computed'`)).not.toHaveLength(0)
})

test('movements are kept, and lead to the size', async () => {
  const [{ count: before = 0 } = {}] = await query(
    `select count(*)::int as count from marts.mart_customer_360 where lifetime_value_amount >= 100`,
  )
  const [{ count: after = 0 } = {}] = await query(
    `select count(*)::int as count from marts.mart_customer_360 where lifetime_value_amount >= 300`,
  )
  expect(Number(after)).toBeLessThan(Number(before))
  write('worth_a_hundred', 'lifetime_value_amount >= 300')
  expect(run('build').code).toBe(0)
  expect(await flowOf('worth_a_hundred')).toEqual([
    { entered: before, left: 0, size: before },
    { entered: 0, left: Number(before) - Number(after), size: after },
  ])

  // nobody knows who is in a segment that fails, so nobody leaves it
  write('worth_a_hundred', 'lifetime_value_amount / (order_count - order_count) > 300')
  expect(run('build').code).toBe(0)
  expect(await sizeOf('worth_a_hundred')).toMatchObject({ status: 'failed' })
  expect(await flowOf('worth_a_hundred')).toHaveLength(2)
})

test('a misspelt column is found before anything is built', () => {
  write('misspelt', 'lifetime_valeu_amount > 1')
  const { code, output } = run('check')
  expect(code).toBe(1)
  expect(output).toContain('lifetime_valeu_amount')
  expect(output).toContain('segment_misspelt.ts:9')
})
