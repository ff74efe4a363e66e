import type { Pool } from 'pg'
import { allLinks, type IdentitySettings, tablesIn } from '../transforms/identity/matching/index.ts'

const tables = tablesIn('matching')

/** One step from a record to another of the same person. */
export interface LinkStep {
  readonly from: string
  readonly to: string
  /** What joins them: a decision, a source's link, a shared identifier, or the model. */
  readonly by: string
  /** In bits; null if they were not compared. */
  readonly weight: number | null
}

export interface Link {
  readonly a: string
  readonly b: string
  readonly by: string
  readonly weight: number | null
}

/**
 * The shortest path from one record to another over links within their cluster, or null if there is none. If two
 * records are linked several times, the path has the strongest link.
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

/**
 * The strongest links that together join the records, as few as possible: without any of them, the records would fall apart
 * into two. Records that no link joins, as matching remembers them, stay apart.
 */
export async function joiningLinks(
  pool: Pool,
  settings: IdentitySettings,
  recordKeys: readonly string[],
): Promise<readonly Link[]> {
  const [first] = recordKeys
  if (first === undefined) return []
  const groupOf = new Map(recordKeys.map((key) => [key, key]))
  const joining: Link[] = []
  for (const link of await linksAround(pool, settings, first)) {
    const [one, other] = [groupOf.get(link.a), groupOf.get(link.b)]
    if (one === undefined || other === undefined || one === other) continue
    for (const [key, group] of groupOf) if (group === other) groupOf.set(key, one)
    joining.push(link)
  }
  return joining
}

/** All links within a record's cluster, the strongest first. */
async function linksAround(
  pool: Pool,
  settings: IdentitySettings,
  recordKey: string,
): Promise<readonly Link[]> {
  const cluster = await pool.query<{ members: number[] | null }>(
    `select array_agg(member.id) as members
     from ${tables.record} record
     join ${tables.cluster} own using (id)
     join ${tables.cluster} member on member.component = own.component and member.root = own.root
     where record.record_key = $1`,
    [recordKey],
  )
  const { rows } = await pool.query<Link>(
    `with link as (
       ${allLinks({ tables, settings })}
     )
     select
       a.record_key::text as a,
       b.record_key::text as b,
       pair.weight,
       link.joined_by as by
     from link
     join ${tables.record} a on a.id = link.a
     join ${tables.record} b on b.id = link.b
     left join ${tables.pair} pair on pair.a = link.a and pair.b = link.b
     where link.a = any($1::integer[]) and link.b = any($1::integer[])
     order by link.strength desc, link.a, link.b`,
    [cluster.rows[0]?.members ?? []],
  )
  return rows
}
