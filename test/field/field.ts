import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { type BuildSummary, build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { findEntity } from '../../engine/loading/entity-name.ts'
import { type FileOptions, type LoadResult, loadFile } from '../../engine/loading/load.ts'

/*
 * Inputs from the field: small files that people who load exports have really met, each in a folder of `inputs`.
 * A test loads them into a database of its own, builds, and looks at what is published.
 */

const transforms = join(import.meta.dirname, '..', '..', 'transforms')
const inputs = join(import.meta.dirname, 'inputs')

/** Loads a file of `inputs`, such as `04-shopify-csv-voided/orders_export.csv`. */
export async function loadInput(
  pool: pg.Pool,
  entity: string,
  path: string,
  options?: FileOptions,
): Promise<LoadResult> {
  const { entities } = await loadWarehouse(transforms)
  return loadFile(pool, findEntity(entities, entity), join(inputs, path), options)
}

/** Loads a text as if it were a file of that name. */
export async function loadText(
  pool: pg.Pool,
  entity: string,
  name: string,
  text: string | Buffer,
  options?: FileOptions,
): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-field-'))
  try {
    const path = join(folder, name)
    await writeFile(path, text)
    const { entities } = await loadWarehouse(transforms)
    return await loadFile(pool, findEntity(entities, entity), path, options)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Loads records as a file of one JSON object a line. */
export function loadJson(pool: pg.Pool, entity: string, records: readonly object[]): Promise<LoadResult> {
  return loadText(pool, entity, 'records.jsonl', records.map((record) => JSON.stringify(record)).join('\n'))
}

export async function buildAll(pool: pg.Pool): Promise<BuildSummary> {
  return build(pool, await loadWarehouse(transforms), { jobs: 2 })
}
