import type { Pool } from 'pg'
import type { Warehouse } from '../engine/graph/catalogue.ts'
import { asOfDayOf } from '../services/company/as-of.ts'
import { declaredWarehouse } from '../services/company/declared.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { loadSettings, type Settings } from '../services/settings.ts'

export interface OpenWarehouse {
  readonly settings: Settings
  readonly pool: Pool
  readonly warehouse: Warehouse
}

/** Opens the declarations and their database, for as long as the work takes. */
export async function withWarehouse<T>(work: (open: OpenWarehouse) => Promise<T>): Promise<T> {
  const settings = loadSettings()
  const warehouse = await declaredWarehouse(settings)
  const database = await openDatabase(settings)
  try {
    const day = await asOfDayOf(database.pool)
    return await work({ settings, pool: database.pool, warehouse: { ...warehouse, asOf: () => day } })
  } finally {
    await database.close()
  }
}
