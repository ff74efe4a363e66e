import type { Pool } from 'pg'
import type { Graph } from '../../engine/graph/graph.ts'

/** What the pages are made from. */
export interface Site {
  readonly pool: Pool
  readonly graph: Graph
  /** What all addresses begin with; empty at the root of a host. */
  readonly basePath: string
  /** Of the files that pages need. */
  readonly version: string
}
