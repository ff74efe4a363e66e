import type { ClientBase } from 'pg'
import { UnionFind } from '../../../analytics/graph/union-find.ts'
import { CopyInto, copiedLines } from '../../../engine/loading/copy.ts'
import { forbiddenSql } from './conditions.ts'
import type { IdentitySettings } from './declare.ts'
import { edges } from './edges.ts'
import { guardClusters } from './guards.ts'

/**
 * Finds which records hang together, cuts what should not, and writes clusters and what a person should look at.
 * With `region`, a table of ids that no edge leaves, only there; the rest stays as it is.
 */
export async function cluster(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  region: string | null,
): Promise<void> {
  const among = region === null ? '' : ` where r.id in (select id from ${region})`
  await client.query(
    'create temp table edge (a integer, b integer, strength double precision) on commit drop',
  )
  await client.query(
    `insert into edge select a, b, strength from (${edges(schema, settings, region === null ? null : { ids: region, end: 'a' })}) e`,
  )
  await client.query('analyze edge')
  await connect(client, schema)
  await client.query(
    `insert into ${schema}.cluster (id, root, component)
     select r.id, coalesce(c.root, r.id), coalesce(c.root, r.id)
     from ${region ?? `${schema}.record`} r left join connected c using (id)`,
  )
  if (region === null) await client.query(`analyze ${schema}.cluster`)
  await client.query(
    `create temp table suspect on commit drop as
     select root from ${schema}.cluster r${among} group by root having count(*) > ${settings.maxClusterSize}`,
  )
  await client.query('create temp table forbidden (a integer, b integer) on commit drop')
  await client.query(`insert into forbidden ${decidedDifferent(schema, 'suspect')}`)
  await guardClusters(client, schema, settings)
  await client.query('truncate suspect, forbidden')
  await client.query(
    `insert into forbidden
     select l.id, r.id from (${clustersOf(schema, region)}) several
     join ${schema}.cluster a on a.root = several.root join ${schema}.record l on l.id = a.id
     join ${schema}.cluster b on b.root = a.root and b.id > a.id join ${schema}.record r on r.id = b.id
     where (${forbiddenSql(settings)}) is not null and not exists (
       select from ${schema}.decision d where d.a = a.id and d.b = b.id and d.verdict = 'same')
     union ${decidedDifferent(schema, null)}`,
  )
  await client.query(
    `insert into suspect
     select a.root from forbidden f join ${schema}.cluster a on a.id = f.a
     union
     select root from (
       select distinct c.root from edge e join ${schema}.cluster c on c.id = e.a
       where e.strength < ${settings.thresholds.bridge}
     ) held join (${clustersOf(schema, region)}) several using (root) where several.size >= 4`,
  )
  await guardClusters(client, schema, settings)
  await client.query('drop table edge, connected, suspect, forbidden')
}

function clustersOf(schema: string, region: string | null): string {
  const among = region === null ? '' : ` where id in (select id from ${region})`
  return `select root, count(*) as size from ${schema}.cluster${among} group by root having count(*) > 2`
}

/** Pairs within one cluster that a steward keeps apart. */
function decidedDifferent(schema: string, among: string | null): string {
  return `select d.a, d.b from ${schema}.decision d
    join ${schema}.cluster a on a.id = d.a join ${schema}.cluster b on b.id = d.b and b.root = a.root
    where d.verdict = 'different'${among === null ? '' : ` and a.root in (select root from ${among})`}`
}

/**
 * Connected components, in Node: four bytes a record, and each edge is looked at once, however long the chains
 * are. Rounds in SQL would read all edges again and again.
 */
async function connect(client: ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query<{ top: number }>(
    `select coalesce(max(id), 0) as top from ${schema}.record`,
  )
  const sets = new UnionFind((rows[0]?.top ?? 0) + 1)
  for await (const lines of copiedLines(client, 'select a, b from edge')) {
    for (const line of lines) {
      const tab = line.indexOf('\t')
      sets.union(Number(line.slice(0, tab)), Number(line.slice(tab + 1)))
    }
  }
  await client.query('create temp table connected (id integer, root integer) on commit drop')
  const into = new CopyInto(client, 'copy connected from stdin')
  let text = ''
  for (let id = 1; id <= (rows[0]?.top ?? 0); id++) {
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
