import { type IdentityHistory, identityHistory } from './identity-history.ts'
import { type PersonRecord, recordKeysOf, recordsOf } from './records.ts'
import type { StewardshipSession } from './session.ts'
import { customerOf, isKey } from './subject.ts'

export interface CustomerHistory extends IdentityHistory {
  /** Those the person has now. */
  readonly records: readonly PersonRecord[]
}

/** What became of a customer's key, also of one that is no longer in use; of a record it is that of its person. */
export async function historyOf(session: StewardshipSession, written: string): Promise<CustomerHistory> {
  const own = isKey(written) ? await identityHistory(session.pool, written) : null
  const history = own?.isKnown
    ? own
    : await identityHistory(session.pool, (await customerOf(session, written)).key)
  return { ...history, records: await recordsOf(session, await recordKeysOf(session, history.resolvesTo)) }
}
