import type { Pool } from 'pg'
import { edges } from '../transforms/identity/matching/clusters/edges.ts'
import type { IdentitySettings } from '../transforms/identity/matching/settings/declare.ts'

/** One step from a record to another of the same person. */
export interface LinkStep {
  readonly from: string
  readonly to: string
  /** What joins them: a decision, a source's link, a shared identifier, or the model. */
  readonly by: string
  /** In bits, where they were compared. */
  readonly weight: number | null
}

interface Link {
  readonly a: string
  readonly b: string
  readonly by: string
  readonly weight: number | null
}

/**
 * The shortest way from one record to another over links within their cluster; null where there is none. Of
 * several links between two records the most certain is named.
 */
export async function pathBetween(
  pool: Pool,
  settings: IdentitySettings,
  from: string,
  to: string,
): Promise<readonly LinkStep[] | null> {
  const next = new Map<string, Map<string, LinkStep>>()
  for (const { a, b, by, weight } of await linksAround(pool, settings, from)) {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const steps = next.get(one) ?? new Map<string, LinkStep>()
      if (!steps.has(other)) steps.set(other, { from: one, to: other, by, weight })
      next.set(one, steps)
    }
  }
  const cameBy = new Map<string, LinkStep | null>([[from, null]])
  for (const at of cameBy.keys()) {
    for (const step of next.get(at)?.values() ?? []) if (!cameBy.has(step.to)) cameBy.set(step.to, step)
  }
  if (!cameBy.has(to)) return null
  const path: LinkStep[] = []
  for (let step = cameBy.get(to); step; step = cameBy.get(step.from)) path.unshift(step)
  return path
}

/** All links within a record's cluster, the most certain first. */
async function linksAround(
  pool: Pool,
  settings: IdentitySettings,
  recordKey: string,
): Promise<readonly Link[]> {
  const cluster = await pool.query<{ members: number[] | null }>(
    `select array_agg(c.id) as members
     from matching.record r join matching.cluster own using (id)
     join matching.cluster c on c.component = own.component and c.root = own.root
     where r.record_key = $1`,
    [recordKey],
  )
  const { rows } = await pool.query<Link>(
    `select a.record_key::text as a, b.record_key::text as b, p.weight, e.joined_by as by
     from (${edges('matching', settings)}) e
     join matching.record a on a.id = e.a
     join matching.record b on b.id = e.b
     left join matching.pair p on p.a = e.a and p.b = e.b
     where e.a = any($1::integer[]) and e.b = any($1::integer[])
     order by e.strength desc, e.a, e.b`,
    [cluster.rows[0]?.members ?? []],
  )
  return rows
}
