import type { ClientBase } from 'pg'
import { copiedLines } from '../engine/postgres/copy.ts'
import { edges, linkingFrom } from '../transforms/identity/matching/clusters/edges.ts'
import type { IdentitySettings } from '../transforms/identity/matching/settings/declare.ts'

/** All pairs that link records, or would at a lower threshold, strongest first. `a` and `b` are ids in matching. */
export interface LinkedPairs {
  readonly a: Int32Array
  readonly b: Int32Array
  /** In bits. Decisions, links and identifiers have a strength above any weight. */
  readonly strength: Float64Array
}

export async function linkedPairs(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
): Promise<LinkedPairs> {
  const kept = linkingFrom(settings, settings.thresholds.keep)
  await client.query(`create temp table swept on commit drop as ${edges(schema, kept)}`)
  const { rows } = await client.query<{ count: string }>('select count(*) from swept')
  const size = Number(rows[0]?.count)
  const pairs = { a: new Int32Array(size), b: new Int32Array(size), strength: new Float64Array(size) }
  let at = 0
  for await (const lines of copiedLines(client, 'select a, b, strength from swept order by strength desc')) {
    for (const line of lines) {
      const [a, b, strength] = line.split('\t')
      pairs.a[at] = Number(a)
      pairs.b[at] = Number(b)
      pairs.strength[at++] = Number(strength)
    }
  }
  await client.query('drop table swept')
  return pairs
}
