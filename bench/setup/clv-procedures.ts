import pg from 'pg'
import { dateOf, isAsOf } from '../../engine/declare/as-of.ts'
import { runProcedure } from '../../engine/declare/procedure.ts'
import type { Relation } from '../../engine/declare/relation.ts'
import { render, Sql } from '../../engine/declare/sql.ts'
import type { Transform } from '../../engine/declare/transform.ts'
import { mart_clv_fit } from '../../transforms/marts/mart_clv_fit.ts'
import { mart_clv_group } from '../../transforms/marts/mart_clv_group.ts'
import { mart_clv_window } from '../../transforms/marts/mart_clv_window.ts'
import { mart_customer_forecast } from '../../transforms/marts/mart_customer_forecast.ts'

/**
 * Fills the marts of lifetime value from the tables in the schema `bench`. Which models are published is not decided by a
 * backtest here: it is BG/NBD, and Gamma-Gamma. Prints how long each took, and the peak memory of the process.
 */
const [, , url = '', asOf = ''] = process.argv
const seconds: Record<string, number> = {}
const client = new pg.Client(url)
await client.connect()

const nameOf = (relation: Relation) =>
  isAsOf(relation) ? `date '${dateOf(relation, asOf)}'` : `bench.${relation.name.split('.').at(-1)}`

async function fill(table: Transform): Promise<void> {
  const started = performance.now()
  const columns = Object.entries(table.columns).map(([name, { pgType }]) => `${name} ${pgType}`)
  await client.query('begin')
  await client.query(`create unlogged table ${nameOf(table)} (${columns.join(', ')})`)
  if (table.query instanceof Sql) {
    await client.query(`insert into ${nameOf(table)} ${render(table.query, nameOf).text}`)
  } else {
    await runProcedure(client, table, table.query, nameOf(table), nameOf, false)
  }
  await client.query('commit')
  await client.query(`analyze ${nameOf(table)}`)
  seconds[table.shortName] = (performance.now() - started) / 1000
}

await fill(mart_clv_window)
await fill(mart_clv_group)
await fill(mart_clv_fit)
await client.query(`
  create table bench.mart_clv_model as
  select
    model_group,
    model_name,
    window_to_date,
    model_name in ('BG/NBD', 'Gamma-Gamma') as is_published,
    null::text as not_published_because,
    0 as backtest_error
  from bench.mart_clv_fit
  where fitted_on = 'whole history'`)
await fill(mart_customer_forecast)
const { rows } = await client.query<{ scored: string; orders: string }>(
  'select count(alive_probability) as scored, round(sum(expected_orders_12_months)) as orders from bench.mart_customer_forecast',
)
await client.end()
const { user, system } = process.cpuUsage()
process.stdout.write(
  `${JSON.stringify({ ...rows[0], seconds, processorSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`,
)
