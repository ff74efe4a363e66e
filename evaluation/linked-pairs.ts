import type { ClientBase } from 'pg'
import { copiedLines } from '../engine/postgres/copy.ts'
import {
  allLinks,
  type IdentitySettings,
  type Schema,
  tablesIn,
  withLinkThreshold,
} from '../transforms/identity/matching/index.ts'

/** All pairs that link records, or would at a lower threshold, strongest first. `a` and `b` are ids in matching. */
export interface LinkedPairs {
  readonly a: Int32Array
  readonly b: Int32Array
  /** In bits. Decisions, links and identifiers have a strength above any weight. */
  readonly strength: Float64Array
}

export async function linkedPairs(
  client: ClientBase,
  schema: Schema,
  settings: IdentitySettings,
): Promise<LinkedPairs> {
  const kept = withLinkThreshold(settings, settings.thresholds.keep)
  const links = allLinks({ tables: tablesIn(schema), settings: kept })
  await client.query(`create temp table swept on commit drop as ${links}`)
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
