import type { ClientBase } from 'pg'
import { guardCluster } from '../../../../analytics/graph/guard.ts'
import { CopyInto, copiedLines } from '../../../../engine/postgres/copy.ts'
import type { MatchingRun } from '../runs/run.ts'

interface Suspect {
  readonly ids: number[]
  readonly edges: { a: number; b: number; strength: number }[]
  readonly forbidden: { a: number; b: number }[]
}

/**
 * Cuts the clusters of table `suspect_cluster` in table `formed` that are too large, contain a forbidden pair, or are
 * held together by a weak bridge. Table `cut` gets the edges that were cut.
 */
export async function guardClusters(run: MatchingRun): Promise<void> {
  const { client, tables, settings } = run
  const relabelled: string[] = []
  const cuts: string[] = []
  for await (const suspect of suspects(run)) {
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
    for (const { a, b, strength, reason } of cut)
      cuts.push(`${[suspect.ids[a], suspect.ids[b], strength, reason].join('\t')}\n`)
  }
  if (cuts.length === 0) return
  await client.query(`create temp table ${tables.relabelled} (id integer, root integer) on commit drop`)
  await copyLines(client, `copy ${tables.relabelled} from stdin`, relabelled)
  await copyLines(client, `copy ${tables.cut} from stdin`, cuts)
  await client.query(
    `update ${tables.formed}
     set root = relabelled.root
     from ${tables.relabelled}
     where relabelled.id = formed.id and relabelled.root <> formed.root;
     drop table ${tables.relabelled}`,
  )
}

/**
 * The suspect clusters, one after another. Records are in the order of what they are compared by, so that the result
 * does not depend on the order in which they arrived, nor on the secrets that their keys are made with.
 */
async function* suspects({ client, tables }: MatchingRun): AsyncGenerator<Suspect> {
  const query = `
    with member as (
      select
        root,
        formed.id,
        (row_number() over (partition by root order by formed.content_hash, formed.record_key) - 1)::integer as node
      from ${tables.formed}
      join ${tables.suspect_cluster} using (root)
    )
    select
      root,
      'record' as part,
      node as a,
      id as b,
      '' as strength
    from member
    union all
    select
      a.root,
      'edge',
      a.node,
      b.node,
      edge.strength::text
    from ${tables.edge}
    join member a on a.id = edge.a
    join member b on b.id = edge.b and b.root = a.root
    union all
    select
      a.root,
      'forbidden',
      a.node,
      b.node,
      ''
    from ${tables.forbidden_pair} forbidden
    join member a on a.id = forbidden.a
    join member b on b.id = forbidden.b and b.root = a.root
    order by root, part desc, a, b`
  let currentRoot = ''
  let suspect: Suspect | null = null
  for await (const lines of copiedLines(client, query)) {
    for (const line of lines) {
      const [root = '', part, a, b, strength = ''] = line.split('\t')
      if (root !== currentRoot) {
        if (suspect) yield suspect
        currentRoot = root
        suspect = { ids: [], edges: [], forbidden: [] }
      }
      if (part === 'record') suspect?.ids.push(Number(b))
      else if (part === 'edge')
        suspect?.edges.push({ a: Number(a), b: Number(b), strength: Number(strength) })
      else suspect?.forbidden.push({ a: Number(a), b: Number(b) })
    }
  }
  if (suspect) yield suspect
}

async function copyLines(client: ClientBase, statement: string, lines: readonly string[]): Promise<void> {
  const copy = new CopyInto(client, statement)
  for (let at = 0; at < lines.length; at += 10_000) await copy.write(lines.slice(at, at + 10_000).join(''))
  await copy.end()
}
