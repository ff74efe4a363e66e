import { openSession, type StewardshipSession } from '../stewardship/session.ts'
import { withWarehouse } from './warehouse.ts'

/** Opens a stewardship session for one command, and closes its database afterwards. */
export function withStewardshipSession<T>(work: (session: StewardshipSession) => Promise<T>): Promise<T> {
  return withWarehouse(async ({ pool, warehouse }) => work(await openSession(pool, warehouse.graph)))
}
