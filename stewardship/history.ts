import { type IdentityHistory, identityHistory } from './identity-history.ts'
import { type Desk, type PersonRecord, recordKeysOf, recordsOf } from './records.ts'
import { customerOf, isKey } from './subject.ts'

export interface CustomerHistory extends IdentityHistory {
  /** Those the person has now. */
  readonly records: readonly PersonRecord[]
}

/** What became of a customer's key, also of one that is no longer in use; of a record it is that of its person. */
export async function historyOf(desk: Desk, written: string): Promise<CustomerHistory> {
  const own = isKey(written) ? await identityHistory(desk.pool, written) : null
  const history = own?.isKnown ? own : await identityHistory(desk.pool, (await customerOf(desk, written)).key)
  return { ...history, records: await recordsOf(desk, await recordKeysOf(desk, history.resolvesTo)) }
}
