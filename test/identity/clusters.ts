import type { Pool } from 'pg'
import { build } from '../../engine/build.ts'
import { Graph } from '../../engine/graph.ts'
import type { Relation } from '../../engine/relation.ts'
import { Sql, type SqlPart } from '../../engine/sql.ts'
import { type Transform, transform } from '../../engine/transform.ts'
import { identity_cluster } from '../../transforms/identity/identity_cluster.ts'
import { appendToLedger } from '../../transforms/identity/ledger/append.ts'
import { assignKeys } from '../../transforms/identity/ledger/assign-keys.ts'
import { map_identity } from '../../transforms/identity/map_identity.ts'

/** A record, the cluster it is in, and the day a source first knew it (null: nobody says). */
export interface Clustered {
  readonly record: number
  readonly person: string | number
  readonly day?: number | null
}

export interface Entry {
  readonly ledger_id: string
  readonly event: 'assign' | 'merge' | 'split' | 'redirect'
  readonly record_key: string | null
  readonly customer_key: string
  readonly former_customer_key: string | null
}

/** Clusters made up from rows, and the map that gives them keys. */
export function mapOf(records: readonly Clustered[]): { cluster: Transform; map: Transform } {
  const lowest = (person: string | number) =>
    Math.min(...records.filter((r) => r.person === person).map((r) => r.record))
  const rows = records.map(({ record, person, day = null }) => ({
    record_key: record,
    source: 'made up',
    cluster_key: lowest(person),
    known_since: day === null ? null : new Date(Date.UTC(2020, 0, 1 + day)).toISOString(),
    joined_by: 'email',
  }))
  const columns = Object.entries(identity_cluster.columns).map(([name, column]) => `${name} ${column.pgType}`)
  const text = `select * from jsonb_to_recordset('${JSON.stringify(rows)}') as r(${columns.join(', ')})`
  const cluster = transform('identity.identity_cluster', {
    description: 'Made up',
    grain: ['record_key'],
    columns: identity_cluster.columns,
    query: new Sql([text], [], null),
  })
  const map: Transform = {
    ...map_identity,
    tests: [],
    query: assignKeys(cluster),
    onPublish: (self, runId) => appendToLedger(self, cluster, runId),
  }
  return { cluster, map }
}

/** A transform that reads other relations in place of those it declares. */
export function reading(t: Transform, others: ReadonlyMap<Relation, Relation>): Transform {
  if (!(t.query instanceof Sql)) return t
  const { strings, parts, position } = t.query
  const swapped = parts.map((part) => (isRelation(part) ? (others.get(part) ?? part) : part))
  return { ...t, query: new Sql(strings, swapped, position) }
}

function isRelation(part: SqlPart): part is Relation {
  return 'kind' in part
}

/** Builds and publishes the map; returns the key of each record. */
export async function keysOf(
  pool: Pool,
  records: readonly Clustered[],
  more: (map: Transform) => readonly Transform[] = () => [],
): Promise<Map<number, string>> {
  const { cluster, map } = mapOf(records)
  const graph = new Graph([cluster, map, ...more(map)])
  await build(pool, { entities: new Map(), graph }, { jobs: 1 })
  const { rows } = await pool.query('select record_key, customer_key from identity.map_identity')
  return new Map(rows.map((row) => [Number(row.record_key), String(row.customer_key)]))
}

export async function ledgerOf(pool: Pool): Promise<Entry[]> {
  const { rows } = await pool.query<Entry>(
    `select ledger_id, event, record_key, customer_key, former_customer_key from ops.identity_ledger
     order by ledger_id`,
  )
  return rows
}

export async function resolve(pool: Pool, keys: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(
    `select ops.resolve_customer_key(old.key) as key
     from unnest($1::bigint[]) with ordinality as old(key, place) order by place`,
    [keys],
  )
  return rows.map((row) => row.key)
}
