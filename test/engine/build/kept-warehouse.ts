import { type OnPublish, sql, type Transform, transform, value } from '#engine'
import type { Warehouse } from '../../../engine/graph/catalogue.ts'
import { numberColumns, stg_items, warehouseOf } from '../tiny.ts'

/** A table whose rows are copied to `public.kept` whenever a new version of it is published. */
export function keptTable(onPublish: OnPublish = keep): Transform {
  return transform('marts.mart_items', {
    description: 'Numbers.',
    grain: ['item'],
    columns: numberColumns,
    query: sql`select item, amount from ${stg_items}`,
    onPublish,
  })
}

export const keep: OnPublish = (self, runId) => [
  sql`insert into public.kept select ${runId}, item, amount from ${self}`,
]

/** Its publication takes some seconds, so that the test can kill it there. */
export function keptWarehouse(seconds: number): Warehouse {
  const slow: OnPublish = (self, runId) => [
    ...keep(self, runId),
    sql`select pg_sleep(${value(seconds)}) /* publishing */`,
  ]
  return warehouseOf(stg_items, keptTable(slow))
}
