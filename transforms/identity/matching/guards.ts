import type { ClientBase } from 'pg'
import { guardCluster } from '../../../analytics/graph/guard.ts'
import { CopyInto, copiedLines } from '../../../engine/loading/copy.ts'
import type { IdentitySettings } from './declare.ts'
import { strength } from './edges.ts'

interface Suspect {
  readonly ids: number[]
  /** Record keys, as text: they order the records of a cluster whatever order they arrived in. */
  readonly keys: string[]
  readonly edges: { a: number; b: number; strength: number }[]
  readonly forbidden: { a: number; b: number }[]
}

/** Cuts the clusters of table `suspect` where they are too large, hold a forbidden pair, or hang by a weak bridge. */
export async function guardClusters(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
): Promise<void> {
  const relabelled: string[] = []
  const cuts: string[] = []
  for await (const suspect of suspects(client, schema)) {
    const { labels, cut } = guardCluster(
      { size: suspect.ids.length, edges: suspect.edges, forbidden: suspect.forbidden },
      { maxSize: settings.maxClusterSize, weakBridge: settings.thresholds.bridge },
    )
    if (cut.length === 0) continue
    const lowest = new Map<number, number>()
    for (const [node, label] of labels.entries())
      lowest.set(label, Math.min(lowest.get(label) ?? Infinity, suspect.ids[node] ?? 0))
    for (const [node, label] of labels.entries())
      relabelled.push(`${suspect.ids[node]}\t${lowest.get(label)}\n`)
    for (const { a, b, strength: bits, reason } of cut)
      cuts.push(
        `${[suspect.ids[a], suspect.ids[b], suspect.keys[a], suspect.keys[b], bits, reason].join('\t')}\n`,
      )
  }
  if (cuts.length === 0) return
  await client.query(`create temp table relabelled (id integer, root integer) on commit drop;
    create temp table cut (id_a integer, id_b integer, key_a bigint, key_b bigint, strength double precision, reason text) on commit drop`)
  await copyAll(client, 'relabelled', relabelled)
  await copyAll(client, 'cut', cuts)
  await client.query(
    `update ${schema}.cluster c set root = n.root from relabelled n where n.id = c.id and n.root <> c.root`,
  )
  await client.query(
    `insert into ${schema}.review (a, b, record_key_a, record_key_b, weight, reason)
     select least(id_a, id_b), greatest(id_a, id_b), least(key_a, key_b), greatest(key_a, key_b),
       case when strength < ${strength.identifier} then strength end, reason from cut`,
  )
  await client.query('drop table relabelled, cut')
}

/** The clusters one after another, with their records in order of their keys. */
async function* suspects(client: ClientBase, schema: string): AsyncGenerator<Suspect> {
  const query = `
    with member as (
      select c.root, c.id, r.record_key,
        (row_number() over (partition by c.root order by r.record_key) - 1)::integer as node
      from ${schema}.cluster c join suspect using (root) join ${schema}.record r on r.id = c.id
    )
    select root, 0 as what, node as a, id as b, record_key::text as detail from member
    union all
    select x.root, 1, x.node, y.node, e.strength::text
    from edge e join member x on x.id = e.a join member y on y.id = e.b and y.root = x.root
    union all
    select x.root, 2, x.node, y.node, '' from forbidden f
    join member x on x.id = f.a join member y on y.id = f.b and y.root = x.root
    order by 1, 2, 3, 4`
  let root = ''
  let suspect: Suspect | null = null
  for await (const lines of copiedLines(client, query)) {
    for (const line of lines) {
      const [of = '', what, a, b, detail = ''] = line.split('\t')
      if (of !== root) {
        if (suspect) yield suspect
        root = of
        suspect = { ids: [], keys: [], edges: [], forbidden: [] }
      }
      if (what === '0') {
        suspect?.ids.push(Number(b))
        suspect?.keys.push(detail)
      } else if (what === '1') suspect?.edges.push({ a: Number(a), b: Number(b), strength: Number(detail) })
      else suspect?.forbidden.push({ a: Number(a), b: Number(b) })
    }
  }
  if (suspect) yield suspect
}

async function copyAll(client: ClientBase, table: string, lines: readonly string[]): Promise<void> {
  const into = new CopyInto(client, `copy ${table} from stdin`)
  for (let at = 0; at < lines.length; at += 10_000) await into.write(lines.slice(at, at + 10_000).join(''))
  await into.end()
}
