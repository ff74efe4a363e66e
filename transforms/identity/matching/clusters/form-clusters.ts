import type { ClientBase } from 'pg'
import { UnionFind } from '../../../../analytics/graph/union-find.ts'
import { CopyInto, copiedLines } from '../../../../engine/postgres/copy.ts'
import { forbiddenSql } from '../pairs/conditions.ts'
import { fence } from '../planner.ts'
import type { IdentitySettings } from '../settings/declare.ts'
import { edges, edgesFrom } from './edges.ts'
import { guardClusters } from './guards.ts'

/**
 * Finds which records hang together and cuts what should not. The answer is in table `settled`, with the columns of
 * `cluster`, and what was cut in table `cut`. With `region`, a table of records that no edge leaves, only there: id,
 * record_key, content_hash, and as former_root the cluster a record was in, where it had others with which nothing
 * is forbidden.
 */
export async function formClusters(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  region: string | null,
): Promise<void> {
  const joining = region === null ? edges(schema, settings) : edgesFrom(schema, settings, region)
  await client.query(
    `create temp table edge on commit drop as ${joining};
     create temp table cut (a integer, b integer, strength double precision, reason text) on commit drop;
     analyze edge (a, b, strength)`,
  )
  await connect(client, schema)
  const members =
    region ?? `(select id, record_key, content_hash, null::integer as former_root from ${schema}.record)`
  await client.query(
    `create temp table formed on commit drop as
     select m.*, coalesce(c.root, m.id) as root, coalesce(c.root, m.id) as component
     from ${members} m left join connected c using (id)`,
  )
  await client.query('analyze formed (id, root)')
  await client.query(
    `create temp table suspect on commit drop as
     select root from formed group by root having count(*) > ${settings.maxClusterSize};
     create temp table forbidden on commit drop as
     ${decidedDifferent(schema)} and a.root in (select root from suspect)`,
  )
  await guardClusters(client, settings)
  await client.query(
    `delete from suspect;
     delete from forbidden;
     insert into forbidden
     select l.id, r.id from (${unseen(schema)} ${fence}) p
     join ${schema}.record l on l.id = p.a join ${schema}.record r on r.id = p.b
     where (${forbiddenSql(settings)}) is not null
     union ${decidedDifferent(schema)}`,
  )
  await client.query(
    `insert into suspect
     select a.root from forbidden f join formed a on a.id = f.a
     union
     select root from (
       select distinct f.root from edge e join formed f on f.id = e.a
       where e.strength < ${settings.thresholds.bridge}
     ) held join (${several}) several using (root) where several.size >= 4`,
  )
  await guardClusters(client, settings)
  await client.query(
    `create temp table settled on commit drop as
     select f.id, f.root, f.component, f.record_key, min(f.record_key) over (partition by f.root) as cluster_key,
       coalesce(s.joined_by, 'nothing') as joined_by, f.content_hash
     from formed f left join (${strongest}) s using (id)`,
  )
  await client.query('drop table edge, formed, connected, suspect, forbidden')
}

const several = 'select root, count(*) as size from formed group by root having count(*) > 2'

/** Pairs within one cluster that nobody has looked at: neither when they were compared, nor in a run before. */
function unseen(schema: string): string {
  return `select a.id as a, b.id as b from (${several}) several
    join formed a using (root) join formed b on b.root = a.root and b.id > a.id
    where (a.former_root = b.former_root) is not true
      and not exists (
        select from edge e where e.a = a.id and e.b = b.id and e.joined_by not in ('link', 'decision'))
      and not exists (
        select from ${schema}.decision d where d.a = a.id and d.b = b.id and d.verdict = 'same')`
}

/**
 * The strongest of what joins a record to another of its cluster. The fence keeps the planner from taking two
 * records of one edge and of one cluster for a rare coincidence.
 */
const strongest = `select distinct on (id) id, joined_by
  from (
    select unnest(array[e.a, e.b]) as id, strength, joined_by, x.root as root_a, y.root as root_b
    from edge e
    join formed x on x.id = e.a join formed y on y.id = e.b ${fence}
  ) ends
  where root_a = root_b
  order by id, strength desc, joined_by`

/** Pairs within one cluster that a steward keeps apart. */
function decidedDifferent(schema: string): string {
  return `select d.a, d.b from ${schema}.decision d
    join formed a on a.id = d.a join formed b on b.id = d.b and b.root = a.root
    where d.verdict = 'different'`
}

/**
 * Connected components, in Node: five bytes a record, and each edge is looked at once, however long the chains
 * are. Rounds in SQL would read all edges again and again.
 */
async function connect(client: ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query<{ top: number }>(
    `select coalesce(max(id), 0) as top from ${schema}.record`,
  )
  const top = rows[0]?.top ?? 0
  const sets = new UnionFind(top + 1)
  const hasEdge = new Uint8Array(top + 1)
  for await (const lines of copiedLines(client, 'select a, b from edge')) {
    for (const line of lines) {
      const tab = line.indexOf('\t')
      const a = Number(line.slice(0, tab))
      const b = Number(line.slice(tab + 1))
      hasEdge[a] = hasEdge[b] = 1
      sets.union(a, b)
    }
  }
  await client.query('create temp table connected (id integer, root integer) on commit drop')
  const into = new CopyInto(client, 'copy connected from stdin')
  let text = ''
  for (let id = 1; id <= top; id++) {
    if (hasEdge[id] === 0) continue
    const root = sets.find(id)
    if (root === id) continue
    text += `${id}\t${root}\n`
    if (text.length > 65_536) {
      await into.write(text)
      text = ''
    }
  }
  await into.write(text)
  await into.end()
  await client.query('analyze connected')
}
