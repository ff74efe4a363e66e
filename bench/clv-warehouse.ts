import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type pg from 'pg'
import { CopyInto } from '../engine/postgres/copy.ts'
import { Dice } from '../test/analytics/lifetime-value/simulate.ts'
import { report, withServer } from './setup/server.ts'

/*
 * How long the marts of lifetime value take for a million customers of a warehouse: the procedures that fit all models, for the
 * backtest and for the forecast, and score everybody, reading from Postgres and writing to it. Only the relations that they read
 * are made. Compared with a quarter of the customers, for the memory of Node.
 *
 *   node bench/clv-warehouse.ts [CUSTOMERS]
 */

const most = Number(process.argv[2] ?? 1_000_000)
const asOf = '2026-10-31'
const years = 3
const [r, alpha, a, b] = [0.6, 8, 0.8, 2.5] as const
const [p, q, gamma] = [5, 4, 45] as const
const markets = ['Ireland', 'Germany', 'France', 'Other']

await withServer(async ({ pool, url }) => {
  const part = await run(pool, url, most / 4)
  const whole = await run(pool, url, most)
  const what = `${most.toLocaleString('en')} customers of the warehouse`
  const sum = Object.values(whole.seconds).reduce((all, one) => all + one, 0)
  report({ what: `${what}: all models fitted, and scored`, value: sum, unit: 's', limit: null, aim: 30 })
  for (const [step, value] of Object.entries(whole.seconds))
    report({ what: `of these, ${step}`, value, unit: 's', limit: null, aim: null })
  report({
    what: 'processor time of Node',
    value: whole.processorSeconds,
    unit: 's',
    limit: null,
    aim: null,
  })
  report({
    what: `peak memory of Node for ${what}`,
    value: whole.peakBytes / 1e6,
    unit: 'MB',
    limit: 800,
    aim: 500,
  })
  report({
    what: 'that memory, compared with a quarter of the customers',
    value: whole.peakBytes / part.peakBytes,
    unit: '×',
    limit: 2.5,
    aim: 1.5,
  })
})

/** In a process of its own, so that its peak memory is its own. */
async function run(pool: pg.Pool, url: string, customers: number) {
  await fill(pool, customers)
  const program = join(import.meta.dirname, 'setup/clv-procedures.ts')
  const child = spawn(process.execPath, [program, url, asOf], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  await once(child, 'close')
  const result: {
    readonly seconds: Readonly<Record<string, number>>
    readonly processorSeconds: number
    readonly peakBytes: number
  } = JSON.parse(output)
  console.log(`${customers} customers: ${output.trim()}`.replaceAll(/(\d\.\d{3})\d+/g, '$1'))
  return result
}

async function fill(pool: pg.Pool, customers: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(`
      drop schema if exists bench cascade;
      create schema bench;
      create unlogged table bench.fct_orders (
        customer_key bigint,
        ordered_date date,
        net_amount numeric(38, 4),
        is_purchase boolean default true
      )`)
    const copy = new CopyInto(
      client,
      'copy bench.fct_orders (customer_key, ordered_date, net_amount) from stdin with (format csv)',
    )
    for (const block of orders(customers)) await copy.write(block)
    await copy.end()
    await client.query(`
      create unlogged table bench.dim_customer as
      select
        key as customer_key,
        true as is_counted,
        (array['${markets.join("', '")}'])[1 + key % ${markets.length}] as market
      from generate_series(1, ${customers}) as key;
      create unlogged table bench.fct_order_lines as
      select customer_key, ordered_date as occurred_date, net_amount, null::text as excluded_because
      from bench.fct_orders;
      create unlogged table bench.mart_customer_ltv as
      select customer_key, sum(net_amount) as lifetime_value_amount
      from bench.fct_orders
      group by customer_key;
      create table bench.fct_customer_acquisitions (customer_key bigint, channel_key bigint);
      create table bench.dim_channel (channel_key bigint, channel_name text)`)
    await client.query('vacuum analyze')
  } finally {
    client.release()
  }
}

/** Customers of BG/NBD and Gamma-Gamma, the first purchase of each at any time of these years. */
function* orders(customers: number): Generator<string> {
  const dice = new Dice(1)
  const end = Date.parse(asOf)
  let block = ''
  for (let key = 1; key <= customers; key++) {
    const age = (years * 365.25 * dice.uniform()) / 7
    const rate = dice.gamma(r, alpha)
    const leaving = dice.beta(a, b)
    const scale = dice.gamma(q, gamma)
    for (let time = 0; time <= age; time += dice.exponential(rate)) {
      const day = new Date(end - Math.floor((age - time) * 7) * 86_400_000).toISOString().slice(0, 10)
      block += `${key},${day},${(0.01 + dice.gamma(p, scale)).toFixed(2)}\n`
      // the first purchase is no occasion to leave
      if (time > 0 && dice.uniform() < leaving) break
    }
    if (block.length < 60_000) continue
    yield block
    block = ''
  }
  yield block
}
