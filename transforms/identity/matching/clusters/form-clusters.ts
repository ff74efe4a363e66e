import { forbiddenSql } from '../pairs/conditions.ts'
import { fence } from '../planner.ts'
import type { MatchingRun } from '../runs/run.ts'
import { connectRecords } from './components.ts'
import { clustersOfSeveral, decidedDifferent, strongestLinks, unseenPairs } from './formed-queries.ts'
import { guardClusters } from './guards.ts'
import { allLinks, linksFrom } from './links.ts'

/**
 * Forms clusters of all records. Table `settled` has the result, in the columns of `cluster`, and table `cut` has the
 * links that were cut.
 */
export async function formAllClusters(run: MatchingRun): Promise<void> {
  const records = `(select id, record_key, content_hash, null::integer as former_root from ${run.tables.record})`
  await formClusters(run, records, allLinks(run))
}

/**
 * Forms clusters of the records in table `region`, which no link leaves: id, record_key, content_hash, and as
 * former_root the cluster that a record was in, unless it was alone or with one other.
 */
export async function formRegionClusters(run: MatchingRun): Promise<void> {
  await formClusters(run, run.tables.region, linksFrom(run, run.tables.region))
}

/**
 * Tables `edge` and `formed` are not temporary, and tables are created rather than filled where many rows are read:
 * otherwise no parallel worker could help.
 */
async function formClusters(run: MatchingRun, records: string, links: string): Promise<void> {
  const { client, tables, settings, create } = run
  await client.query(
    `${create} ${tables.edge} as ${links};
     create temp table ${tables.cut} (a integer, b integer, strength double precision, reason text) on commit drop;
     analyze ${tables.edge} (a, b, strength)`,
  )
  await connectRecords(run)
  await client.query(
    `${create} ${tables.formed} as
     select
       member.*,
       coalesce(connected.root, member.id) as root,
       coalesce(connected.root, member.id) as component
     from ${records} member
     left join ${tables.connected} using (id);
     analyze ${tables.formed} (id, root)`,
  )
  // large clusters first: judging all pairs within them would take long
  await client.query(
    `create temp table ${tables.suspect_cluster} on commit drop as
     select root from ${tables.formed} group by root having count(*) > ${settings.maxClusterSize};
     create temp table ${tables.forbidden_pair} on commit drop as
     ${decidedDifferent(tables)} and a.root in (select root from ${tables.suspect_cluster})`,
  )
  await guardClusters(run)
  await client.query(
    `delete from ${tables.suspect_cluster};
     drop table ${tables.forbidden_pair};
     create temp table ${tables.forbidden_pair} on commit drop as
     with unseen as (
       ${unseenPairs(tables)}
       ${fence}
     )
     select l.id as a, r.id as b
     from unseen
     join ${tables.record} l on l.id = unseen.a
     join ${tables.record} r on r.id = unseen.b
     left join ${tables.link} linked on linked.a = unseen.a and linked.b = unseen.b
     where (${forbiddenSql(settings, 'linked.link_type')}) is not null
     union
     ${decidedDifferent(tables)}`,
  )
  await client.query(
    `insert into ${tables.suspect_cluster}
     with held_weakly as (
       select distinct formed.root
       from ${tables.edge}
       join ${tables.formed} on formed.id = edge.a
       where edge.strength < ${settings.thresholds.bridge}
     )
     select a.root
     from ${tables.forbidden_pair} forbidden
     join ${tables.formed} a on a.id = forbidden.a
     union
     select root
     from held_weakly
     join (${clustersOfSeveral(tables)}) several using (root)
     where several.size >= 4`,
  )
  await guardClusters(run)
  await client.query(
    `create temp table ${tables.settled} on commit drop as
     select
       formed.id,
       formed.root,
       formed.component,
       formed.record_key,
       min(formed.record_key) over (partition by formed.root) as cluster_key,
       coalesce(strongest.joined_by, 'nothing') as joined_by,
       formed.content_hash
     from ${tables.formed}
     left join (${strongestLinks(tables)}) strongest using (id);
     drop table ${tables.edge}, ${tables.formed}, ${tables.connected}, ${tables.suspect_cluster}, ${tables.forbidden_pair}`,
  )
}
