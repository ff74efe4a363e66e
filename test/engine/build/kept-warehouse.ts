import { type OnPublish, sql, type Transform, transform, value } from '#engine'
import type { Warehouse } from '../../../engine/graph/catalogue.ts'
import { numberColumns, stg_items, warehouseOf } from '../tiny.ts'

/** A table that is written down in `public.kept` whenever a new version of it is published. */
export function keptTable(onPublish: OnPublish = keep): Transform {
  return transform('marts.mart_items', {
    description: 'Numbers, written down.',
    grain: ['item'],
    columns: numberColumns,
    query: sql`select item, amount from ${stg_items}`,
    onPublish,
  })
}

export const keep: OnPublish = (self, runId) => [
  sql`insert into public.kept select ${runId}, item, amount from ${self}`,
]

/** Its publication takes a while, so that a kill finds it at work. */
export function keptWarehouse(seconds: number): Warehouse {
  const slow: OnPublish = (self, runId) => [
    ...keep(self, runId),
    sql`select pg_sleep(${value(seconds)}) /* publishing */`,
  ]
  return warehouseOf(stg_items, keptTable(slow))
}
