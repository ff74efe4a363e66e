import { sql } from '#engine'
import type { Warehouse } from '../../../engine/graph/catalogue.ts'
import { stg_items, sumOf, warehouseOf } from '../tiny.ts'

/** Tables that each take a quarter of a second, so that a kill finds the build in progress. */
export function killedWarehouse(): Warehouse {
  const slow = [0, 1, 2].map((i) => ({
    ...sumOf(`slow_${i}`, [stg_items], 0),
    query: sql`select item, amount from ${stg_items} where pg_sleep(0.25) is not null`,
  }))
  return warehouseOf(stg_items, ...slow, sumOf('both', slow, 0))
}
