import { fence } from '../planner.ts'
import type { Tables } from '../tables.ts'

/** Clusters in table `formed` of more than two records. */
export function clustersOfSeveral(tables: Tables): string {
  return `select root, count(*) as size from ${tables.formed} group by root having count(*) > 2`
}

/** Pairs within a cluster for which cannot-link rules were not checked: not when pairs were scored, nor in an earlier run. */
export function unseenPairs(tables: Tables): string {
  return `select a.id as a, b.id as b
       from (${clustersOfSeveral(tables)}) several
       join ${tables.formed} a using (root)
       join ${tables.formed} b on b.root = a.root and b.id > a.id
       where (a.former_root = b.former_root) is not true
         and not exists (
           select
           from ${tables.edge}
           where edge.a = a.id and edge.b = b.id and joined_by not in ('link', 'decision')
         )
         and not exists (
           select
           from ${tables.decision}
           where decision.a = a.id and decision.b = b.id and verdict = 'same'
         )`
}

/**
 * The strongest link of each record to another of its cluster. Most records have many links of few kinds, so the best
 * of each kind is found before they are sorted. The planner expects that the two records of an edge are rarely in the same
 * cluster, though they nearly always are, and would sort all edges: it knows nothing of what is in a fence and a `case`.
 */
export function strongestLinks(tables: Tables): string {
  return `
       select distinct on (id) id, joined_by
       from (
         select
           unnest(array[a, b]) as id,
           joined_by,
           max(strength) as strength
         from (
           select
             edge.a,
             edge.b,
             strength,
             joined_by,
             a.root as root_a,
             b.root as root_b
           from ${tables.edge}
           join ${tables.formed} a on a.id = edge.a
           join ${tables.formed} b on b.id = edge.b
           ${fence}
         ) link
         where case when root_a = root_b then true end
         group by 1, 2
       ) strongest_of_kind
       order by id, strength desc, joined_by`
}

/** Pairs within a cluster that a steward decided are different people. */
export function decidedDifferent(tables: Tables): string {
  return `select decision.a, decision.b
     from ${tables.decision}
     join ${tables.formed} a on a.id = decision.a
     join ${tables.formed} b on b.id = decision.b and b.root = a.root
     where verdict = 'different'`
}
