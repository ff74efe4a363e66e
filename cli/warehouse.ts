import type { Pool } from 'pg'
import { loadWarehouse, type Warehouse } from '../engine/graph/catalogue.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { declarationRoots, loadSettings, type Settings } from '../services/settings.ts'

export interface OpenWarehouse {
  readonly settings: Settings
  readonly pool: Pool
  readonly warehouse: Warehouse
}

/** What most commands need: the declarations, and their database for as long as the work takes. */
export async function withWarehouse<T>(work: (open: OpenWarehouse) => Promise<T>): Promise<T> {
  const settings = loadSettings()
  const warehouse = await declaredWarehouse(settings)
  const database = await openDatabase(settings)
  try {
    return await work({ settings, pool: database.pool, warehouse })
  } finally {
    await database.close()
  }
}

export function declaredWarehouse(settings: Settings): Promise<Warehouse> {
  return loadWarehouse(...declarationRoots(settings))
}
