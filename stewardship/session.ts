import type { Pool } from 'pg'
import { ClienteleError, type MembersOf } from '#engine'
import type { Graph } from '../engine/graph/graph.ts'

/** What every stewardship function works with: the database, and which transforms are published in it. */
export interface StewardshipSession {
  readonly pool: Pool
  /** The published transforms that conform to a canonical shape. */
  readonly membersOf: MembersOf
}

/**
 * Opens a session on the published warehouse.
 *
 * Errors: `identity-not-built`.
 */
export async function openSession(pool: Pool, graph: Graph): Promise<StewardshipSession> {
  const { rows } = await pool.query<{ relation: string }>('select relation from ops.published')
  const published = new Set(rows.map((row) => row.relation))
  if (!published.has('identity.map_identity')) {
    throw new ClienteleError(
      'identity-not-built',
      'Customers are not built yet, so there are none to look at. Run `clientele build` first.',
    )
  }
  return { pool, membersOf: (union) => graph.members(union).filter(({ name }) => published.has(name)) }
}
