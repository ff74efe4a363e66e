import { sql, type Transform, transform } from '#engine'
import type { Warehouse } from '../../../engine/graph/catalogue.ts'
import { numberColumns, stg_items, warehouseOf } from '../tiny.ts'

const mart_items: Transform = transform('marts.mart_items', {
  description: 'Numbers.',
  grain: ['item'],
  columns: numberColumns,
  indexes: [['item', 'amount']],
  query: sql`select item, amount from ${stg_items}`,
})

export function plainWarehouse(): Warehouse {
  return warehouseOf(stg_items, mart_items)
}

/** The same rows under another key, another index and another description. */
export function updatedWarehouse(): Warehouse {
  const description = 'The same numbers.'
  return warehouseOf(stg_items, {
    ...mart_items,
    description,
    grain: ['item', 'amount'],
    indexes: [['amount']],
  })
}
