import type { ClientBase } from 'pg'
import { z } from 'zod'
import type { Relation } from '../declare/relation.ts'
import type { Definition } from './version.ts'

/** A physical table that is whole and passed its tests. */
export interface BuiltTable {
  readonly relation: string
  readonly version: string
  readonly physicalName: string
  readonly definition: Definition
  readonly inputs: Readonly<Record<string, string>>
  readonly rowCount: number
  readonly runId: number
}

export interface PublishedTable extends BuiltTable {
  readonly viewHash: string
}

/** What the database holds and a build may use: tables by `relation version`, and the published one by relation. */
export interface State {
  readonly built: ReadonlyMap<string, BuiltTable>
  readonly published: ReadonlyMap<string, PublishedTable>
}

const tableRow = z.object({
  relation: z.string(),
  version: z.string(),
  physical_name: z.string(),
  definition: z.object({
    columns: z.record(z.string(), z.string()),
    grain: z.array(z.string()),
    indexes: z.array(z.array(z.string())),
    query: z.string(),
    derive: z.string().nullable(),
    tests: z.record(z.string(), z.string()),
  }),
  inputs: z.record(z.string(), z.string()),
  row_count: z.coerce.number(),
  run_id: z.coerce.number(),
  view_hash: z.string().nullable(),
})

/**
 * A superseded table that could not be dropped is not used again: what publications keep, such as a ledger, has
 * moved on since it was made.
 */
export async function readState(client: ClientBase): Promise<State> {
  const { rows } = await client.query(`
    select t.relation, t.version, t.physical_name, t.definition, t.inputs, t.row_count, t.run_id, p.view_hash
    from ops.tables t left join ops.published p using (relation, version)
    where p.relation is not null
      or t.run_id > (select coalesce(max(run_id), 0) from ops.runs where status = 'published')`)
  const built = new Map<string, BuiltTable>()
  const published = new Map<string, PublishedTable>()
  for (const row of z.array(tableRow).parse(rows)) {
    const table = {
      relation: row.relation,
      version: row.version,
      physicalName: row.physical_name,
      definition: row.definition,
      inputs: row.inputs,
      rowCount: row.row_count,
      runId: row.run_id,
    }
    built.set(`${row.relation} ${row.version}`, table)
    if (row.view_hash !== null) published.set(row.relation, { ...table, viewHash: row.view_hash })
  }
  return { built, published }
}

/** The version of each raw table, as the loader counts it. */
export async function readRawVersions(
  client: ClientBase,
  raw: readonly Relation[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ relation: string; version: string }>(
    `select 'raw.' || replace(entity, '.', '__') as relation, version::text from ops.entities`,
  )
  const versions = new Map(rows.map((row) => [row.relation, row.version]))
  return new Map(raw.map((relation) => [relation.name, versions.get(relation.name) ?? '0']))
}
