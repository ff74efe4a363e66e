import type { ClientBase } from 'pg'
import { z } from 'zod'
import { keyRings } from '../declare/key-ring.ts'
import type { Relation } from '../declare/relation.ts'
import type { Definition, Metadata } from './version.ts'

/** A physical table that is complete and passed its tests. */
export interface BuiltTable {
  readonly relation: string
  readonly version: string
  readonly physicalName: string
  /** Null if an older engine wrote it down in another form. */
  readonly definition: Definition | null
  readonly inputs: Readonly<Record<string, string>>
  readonly metadata: Metadata | null
  readonly metadataHash: string
  readonly rowCount: number
  /** How many rows of its query it does not hold, by the test that they failed. */
  readonly setAside: Readonly<Record<string, number>>
  readonly runId: number
}

export interface PublishedTable extends BuiltTable {
  readonly viewHash: string
}

/** What the database holds that a build may use: tables by `relation version`, and the published one by relation. */
export interface State {
  readonly built: ReadonlyMap<string, BuiltTable>
  readonly published: ReadonlyMap<string, PublishedTable>
}

const versions = z.record(z.string(), z.string())
const names = z.array(z.string())

/** A row of ops.tables. */
export const tableRow = z.object({
  relation: z.string(),
  version: z.string(),
  physical_name: z.string(),
  definition: z
    .object({
      columns: z.array(z.tuple([z.string(), z.string()])),
      query: z.string(),
      derive: z.string().nullable(),
      setsAside: versions.default({}),
    })
    .nullable(),
  inputs: versions,
  metadata: z
    .object({
      description: z.string(),
      columns: z.record(
        z.string(),
        z.object({ description: z.string(), isNullable: z.boolean(), personalData: z.string().nullable() }),
      ),
      grain: names,
      indexes: z.array(names),
      tests: versions,
      testInputs: versions,
    })
    .nullable(),
  metadata_hash: z.string(),
  row_count: z.coerce.number(),
  set_aside: z.record(z.string(), z.number()),
  run_id: z.coerce.number(),
  view_hash: z.string().nullable(),
})

/**
 * A superseded table that could not be dropped is not used again: what publications keep, such as a ledger, has
 * changed since it was built.
 */
export async function readState(client: ClientBase): Promise<State> {
  const { rows } = await client.query(`
    select t.relation, t.version, t.physical_name, t.definition, t.inputs, t.metadata, t.metadata_hash,
      t.row_count, t.set_aside, t.run_id, p.view_hash
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
      metadata: row.metadata,
      metadataHash: row.metadata_hash,
      rowCount: row.row_count,
      setAside: row.set_aside,
      runId: row.run_id,
    }
    built.set(`${row.relation} ${row.version}`, table)
    if (row.view_hash !== null) published.set(row.relation, { ...table, viewHash: row.view_hash })
  }
  return { built, published }
}

/** The version of each raw table, as the loader counts it, and of the key ring, which each rotation changes. */
export async function readInputVersions(
  client: ClientBase,
  raw: readonly Relation[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ relation: string; version: string }>(
    `select 'raw.' || replace(entity, '.', '__') as relation, version::text from ops.entities`,
  )
  const versions = new Map(rows.map((row) => [row.relation, row.version]))
  const secrets = await client.query<{ version: string }>(
    'select max(secret_id)::text as version from ops.key_secret',
  )
  const rotated = secrets.rows[0]?.version ?? '0'
  return new Map([
    ...raw.map(({ name }): [string, string] => [name, versions.get(name) ?? '0']),
    ...keyRings.map(({ name }): [string, string] => [name, rotated]),
  ])
}
