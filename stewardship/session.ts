import type { Pool } from 'pg'
import type { Graph } from '../engine/graph/graph.ts'

/** What every stewardship function works with: the database of the published warehouse, and its declaration. */
export interface StewardshipSession {
  readonly pool: Pool
  readonly graph: Graph
}
