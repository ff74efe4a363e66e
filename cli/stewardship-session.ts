import type { StewardshipSession } from '../stewardship/session.ts'
import { withWarehouse } from './warehouse.ts'

/** Opens the database and the declared warehouse for one stewardship command, and closes them afterwards. */
export function withStewardshipSession<T>(work: (session: StewardshipSession) => Promise<T>): Promise<T> {
  return withWarehouse(({ pool, warehouse }) => work({ pool, graph: warehouse.graph }))
}
