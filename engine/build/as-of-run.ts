import type { Pool } from 'pg'
import pg from 'pg'
import { z } from 'zod'
import { ClienteleError } from '../errors.ts'
import { keptLayer, keptPublications, schemaOf } from './earlier-runs.ts'

/** A run that can still be asked. */
export interface EarlierRun {
  readonly runId: number
  readonly publishedAt: Date
  readonly schema: string
  readonly marts: readonly string[]
  /** Disk of its tables that are not published any more. Runs share tables that did not change between them. */
  readonly bytes: number
}

const earlierRun = z.object({
  run_id: z.coerce.number(),
  published_at: z.date(),
  marts: z.array(z.string()),
  bytes: z.coerce.number(),
})

/** The earlier runs that can still be asked, the newest first. */
export async function earlierRuns(pool: Pool): Promise<readonly EarlierRun[]> {
  const { rows } = await pool.query(
    `select r.run_id, r.finished_at as published_at, array_agg(c.relname::text order by c.relname) as marts,
       coalesce(sum(pg_total_relation_size(format('build.%I', t.physical_name)::regclass))
         filter (where p.relation is null), 0) as bytes
     from ops.runs r
     join pg_namespace n on n.nspname = 'as_of_run_' || r.run_id
     join pg_class c on c.relnamespace = n.oid and c.relkind = 'v'
     join ops.steps s on s.run_id = r.run_id and s.relation = $1 || '.' || c.relname
     join ops.tables t using (relation, version)
     left join ops.published p using (relation, version)
     group by r.run_id
     order by r.run_id desc`,
    [keptLayer],
  )
  return z
    .array(earlierRun)
    .parse(rows)
    .map(({ run_id: runId, published_at: publishedAt, marts, bytes }) => ({
      runId,
      publishedAt,
      schema: schemaOf(runId),
      marts,
      bytes,
    }))
}

/**
 * SQL that asks a mart what it said when a run had published it.
 *
 * Errors: `run-not-kept`.
 */
export function asOfRun(kept: readonly EarlierRun[], runId: number, mart: string): string {
  const run = kept.find((one) => one.runId === runId)
  const name = mart.startsWith(`${keptLayer}.`) ? mart.slice(keptLayer.length + 1) : mart
  if (run?.marts.includes(name)) return `select * from ${run.schema}.${pg.escapeIdentifier(name)}`
  const runs = kept.map((one) => one.runId).join(', ')
  throw new ClienteleError(
    'run-not-kept',
    run
      ? `Run ${runId} published no mart ${name}. It published ${run.marts.join(', ')}.`
      : `The marts of run ${runId} are not kept. ${runs ? `Ask run ${runs}` : 'No earlier run is kept yet'}; ` +
          `the last ${keptPublications} publications before the present one are.`,
    { run: runId, mart: name, kept: kept.map((one) => String(one.runId)) },
  )
}
