import type { Pool } from 'pg'
import type { RawEntity } from '#engine'
import { entitiesOf, loadSources } from '../engine/graph/source-files.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { declarationRoots, loadSettings } from '../services/settings.ts'

export interface OpenSources {
  readonly pool: Pool
  readonly entities: ReadonlyMap<string, RawEntity>
}

/** What commands that load need: the sources only, so that a broken transform does not keep records out. */
export async function withSources<T>(work: (open: OpenSources) => Promise<T>): Promise<T> {
  const settings = loadSettings()
  const entities = entitiesOf(await loadSources(declarationRoots(settings)))
  const database = await openDatabase(settings)
  try {
    return await work({ pool: database.pool, entities })
  } finally {
    await database.close()
  }
}
