import type { ClientBase } from 'pg'
import { guardCluster } from '../../../../analytics/graph/guard.ts'
import { CopyInto, copiedLines } from '../../../../engine/postgres/copy.ts'
import type { IdentitySettings } from '../settings/declare.ts'

interface Suspect {
  readonly ids: number[]
  readonly edges: { a: number; b: number; strength: number }[]
  readonly forbidden: { a: number; b: number }[]
}

/**
 * Cuts the clusters of table `suspect` in table `formed` where they are too large, hold a forbidden pair, or hang by
 * a weak bridge; table `cut` then has the edges that gave way.
 */
export async function guardClusters(client: ClientBase, settings: IdentitySettings): Promise<void> {
  const relabelled: string[] = []
  const cuts: string[] = []
  for await (const suspect of suspects(client)) {
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
      cuts.push(`${[suspect.ids[a], suspect.ids[b], bits, reason].join('\t')}\n`)
  }
  if (cuts.length === 0) return
  await client.query('create temp table relabelled (id integer, root integer) on commit drop')
  await copyAll(client, 'relabelled', relabelled)
  await copyAll(client, 'cut', cuts)
  await client.query(
    `update formed f set root = n.root from relabelled n where n.id = f.id and n.root <> f.root;
     drop table relabelled`,
  )
}

/** The clusters one after another, with their records in order of their keys, whatever order they arrived in. */
async function* suspects(client: ClientBase): AsyncGenerator<Suspect> {
  const query = `
    with member as (
      select root, f.id, (row_number() over (partition by root order by f.record_key) - 1)::integer as node
      from formed f join suspect using (root)
    )
    select root, 0 as what, node as a, id as b, '' as strength from member
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
      const [of = '', what, a, b, bits = ''] = line.split('\t')
      if (of !== root) {
        if (suspect) yield suspect
        root = of
        suspect = { ids: [], edges: [], forbidden: [] }
      }
      if (what === '0') suspect?.ids.push(Number(b))
      else if (what === '1') suspect?.edges.push({ a: Number(a), b: Number(b), strength: Number(bits) })
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
