import { type Access, recordAccess } from '../services/access/audit.ts'
import { currentSteward } from '../stewardship/decisions.ts'
import { openSession, type StewardshipSession } from '../stewardship/session.ts'
import { withWarehouse } from './warehouse.ts'

/** Opens a stewardship session for one command, and closes its database afterwards. */
export function withStewardshipSession<T>(work: (session: StewardshipSession) => Promise<T>): Promise<T> {
  return withWarehouse(async ({ pool, warehouse }) => work(await openSession(pool, warehouse.graph)))
}

/** Writes down whose records a command shows, before it does. */
export function noteRead(
  { pool }: StewardshipSession,
  seen: Pick<Access, 'action' | 'fields'> & { readonly of: Iterable<string | null> },
): Promise<void> {
  const keys = [...new Set(seen.of)].filter((key) => key !== null)
  const [only = null, ...more] = keys
  return recordAccess(pool, [
    {
      reader: { kind: 'person', name: currentSteward(), groups: ['admin'], markets: null },
      action: seen.action,
      way: 'cli',
      address: null,
      customerKey: more.length === 0 ? only : null,
      listedKeys: more.length === 0 ? [] : keys,
      fields: seen.fields,
      reason: null,
    },
  ])
}
