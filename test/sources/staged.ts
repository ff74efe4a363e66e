import type { Pool, QueryResultRow } from 'pg'
import type { RawEntity, Transform } from '#engine'
import { build } from '../../engine/build/build.ts'
import { Graph } from '../../engine/graph/graph.ts'
import { type LoadResult, loadRecords } from '../../engine/loading/load.ts'

/** Loads records in the shape of the source's API, as a program would. */
export function land(pool: Pool, entity: RawEntity, records: readonly unknown[]): Promise<LoadResult> {
  return loadRecords(pool, entity, records, { origin: 'test', isSample: false })
}

/** Builds only these transforms. */
export async function stage(pool: Pool, entities: readonly RawEntity[], transforms: readonly Transform[]) {
  const warehouse = {
    entities: new Map(entities.map((entity) => [entity.entity, entity])),
    graph: new Graph(transforms),
  }
  await build(pool, warehouse, { jobs: 1 })
}

/** Why a record is rejected, as `field: message`; empty if it is accepted. */
export function refusals(entity: RawEntity, record: unknown): string[] {
  const checked = entity.record.safeParse(record)
  return checked.success
    ? []
    : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

export async function rowsOf<R extends QueryResultRow>(pool: Pool, query: string): Promise<R[]> {
  return (await pool.query<R>(query)).rows
}

/** The key of the record of a person as SQL, given the parts of its natural key as SQL. */
export function recordKeyOf(parts: string): string {
  return `ops.keyed(ops.key_of(${parts}), (select pads from ops.key_ring))`
}
