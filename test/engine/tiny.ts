import type { Pool } from 'pg'
import { z } from 'zod'
import { decimal, type Expectation, id, Sql, source, sql, type Transform, transform } from '#engine'
import type { Warehouse } from '../../engine/graph/catalogue.ts'
import { Graph } from '../../engine/graph/graph.ts'
import { entitiesOf } from '../../engine/graph/source-files.ts'
import { syncSources } from '../../engine/loading/raw-tables.ts'

/** A source with one table of numbers, for warehouses small enough to work out by hand. */
export const tiny = source('tiny', {
  system: 'A test',
  entities: {
    items: {
      description: 'Numbers',
      key: ['item'],
      fields: { item: z.string(), amount: z.string().meta({ postgres: 'numeric' }) },
    },
  },
})

export const numberColumns = { item: id('Item'), amount: decimal('Amount') }

export const stg_items = transform('staging.stg_items', {
  description: 'Numbers as they came.',
  grain: ['item'],
  columns: numberColumns,
  query: sql`select item, amount from ${tiny.items}`,
})

/** A table that adds up its parents by item and adds a constant. */
export function sumOf(
  name: string,
  parents: readonly Transform[],
  constant: number,
  tests: readonly Expectation<'item' | 'amount'>[] = [],
): Transform {
  const strings = [
    `select item, sum(amount) + ${constant} as amount from (`,
    ...parents.slice(1).map(() => ' union all table '),
  ]
  return transform(`marts.${name}`, {
    description: `Sum of ${parents.map((parent) => parent.shortName).join(', ')} plus a constant.`,
    grain: ['item'],
    columns: numberColumns,
    tests,
    query: new Sql([`${strings[0]}table `, ...strings.slice(1), ') parents group by item'], parents, null),
  })
}

export function warehouseOf(...transforms: readonly Transform[]): Warehouse {
  return { entities: entitiesOf(new Map([['tiny', tiny]])), graph: new Graph(transforms) }
}

/** Writes numbers to the raw table as a load would: new data and a raised version in one transaction. */
export async function putItems(pool: Pool, items: Readonly<Record<string, number>>): Promise<void> {
  const client = await pool.connect()
  try {
    await syncSources(client, [tiny.items])
    await client.query('begin')
    await client.query(
      `insert into raw.tiny__items (_key, _hash, _load_id, _loaded_at, item, amount)
       select key, md5(value)::uuid, 1, now(), key, value::numeric from jsonb_each_text($1)
       on conflict (_key) do update set amount = excluded.amount, _hash = excluded._hash`,
      [JSON.stringify(items)],
    )
    await client.query(`update ops.entities set version = version + 1 where entity = 'tiny.items'`)
    await client.query('commit')
  } finally {
    client.release()
  }
}

export async function readItems(pool: Pool, relation: string): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ item: string; amount: string }>(`select item, amount from ${relation}`)
  return Object.fromEntries(rows.map((row) => [row.item, Number(row.amount)]))
}
