import type { Pool } from 'pg'
import { type Relation, Sql, type SqlPart, type Transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { identity_cluster } from '../../../transforms/identity/identity_cluster.ts'
import { appendToLedger } from '../../../transforms/identity/ledger/append.ts'
import { assignKeys } from '../../../transforms/identity/ledger/assign-keys.ts'
import { map_identity } from '../../../transforms/identity/map_identity.ts'
import { stg_stewardship__decisions } from '../../../transforms/staging/stewardship/stg_stewardship__decisions.ts'
import { madeUp } from '../../engine/build/made-up.ts'

/** A record, the cluster it is in, and the day on which a source first knew it (null if unknown). */
export interface Clustered {
  readonly record: number
  readonly person: string | number
  readonly day?: number | null
}

/** Two records that a steward decided are different people. */
export interface Decided {
  readonly a: number
  readonly b: number
  readonly decision: string
}

export interface Entry {
  readonly ledger_id: string
  readonly event: 'assign' | 'merge' | 'split' | 'redirect'
  readonly record_key: string | null
  readonly customer_key: string
  readonly former_customer_key: string | null
}

/** Made-up clusters and decisions, and the map that gives them keys. */
export function mapOf(records: readonly Clustered[], decisions: readonly Decided[] = []) {
  const lowest = (person: string | number) =>
    Math.min(...records.filter((r) => r.person === person).map((r) => r.record))
  const rows = records.map(({ record, person, day = null }) => ({
    record_key: record,
    source: 'made up',
    cluster_key: lowest(person),
    known_since: day === null ? null : new Date(Date.UTC(2020, 0, 1 + day)).toISOString(),
    joined_by: 'email',
  }))
  const cluster = madeUp(identity_cluster, rows)
  const decided = madeUp(
    stg_stewardship__decisions,
    decisions.map(({ a, b, decision }) => ({
      record_key_a: Math.min(a, b),
      record_key_b: Math.max(a, b),
      verdict: 'different',
      decided_at: '2026-01-01T00:00:00Z',
      decided_by: 'ann',
      decision,
    })),
  )
  const map: Transform = {
    ...map_identity,
    tests: [],
    query: assignKeys(cluster, decided),
    onPublish: (self, runId) => appendToLedger(self, cluster, runId),
  }
  return { cluster, decided, map }
}

/** A transform that reads other relations instead of those it declares. */
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
  decisions: readonly Decided[] = [],
): Promise<Map<number, string>> {
  const { cluster, decided, map } = mapOf(records, decisions)
  const graph = new Graph([cluster, decided, map, ...more(map)])
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
