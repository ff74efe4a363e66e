import type { Pool } from 'pg'
import type { RawEntity } from '#engine'
import { declaredEntities } from '../services/company/declared.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { loadSettings } from '../services/settings.ts'

export interface OpenSources {
  readonly pool: Pool
  readonly entities: ReadonlyMap<string, RawEntity>
}

/** Opens the sources without the transforms, so that a broken transform does not keep records out. */
export async function withSources<T>(work: (open: OpenSources) => Promise<T>): Promise<T> {
  const settings = loadSettings()
  const entities = await declaredEntities(settings)
  const database = await openDatabase(settings)
  try {
    return await work({ pool: database.pool, entities })
  } finally {
    await database.close()
  }
}
