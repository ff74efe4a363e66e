import { createHash } from 'node:crypto'
import { ClienteleError } from '#engine'
import { type DecisionContext, decide, type PairVerdict } from './decisions.ts'
import { decidedPairsOf, ordersOfRecords } from './queries.ts'
import type { StewardshipSession } from './session.ts'

/**
 * What holds about some records: whose they are, and what was decided about them. Two answers are equal as long as
 * nobody decided about any two of them, and no build gave one to another customer.
 */
export async function standingOf(
  { pool }: StewardshipSession,
  recordKeys: readonly string[],
): Promise<string> {
  const record_keys = [...new Set(recordKeys)].sort()
  const records = await ordersOfRecords.read(pool, { record_keys })
  const decided = await decidedPairsOf.read(pool, { record_keys })
  const owners = records.map(({ record_key, customer_key }) => `${record_key} ${customer_key}`).sort()
  const decisions = decided.map(
    ({ record_key_a, record_key_b, decision }) => `${record_key_a} ${record_key_b} ${decision}`,
  )
  return createHash('sha256')
    .update(JSON.stringify([owners, decisions]))
    .digest('hex')
    .slice(0, 20)
}

/**
 * Decides about records if what the steward saw still holds, so that nobody overwrites the decision of another unseen.
 *
 * Errors: `decision-outdated`, `decision-contradicts`.
 */
export function decideAsSeen(
  session: StewardshipSession,
  { records, standing }: { readonly records: readonly string[]; readonly standing: string },
  verdicts: readonly PairVerdict[],
  context: DecisionContext,
): Promise<string> {
  return decide(session.pool, verdicts, context, async () => {
    if ((await standingOf(session, records)) === standing) return
    throw new ClienteleError(
      'decision-outdated',
      'The decision was not saved: since you opened this page, somebody else decided about these people, or a build ' +
        'changed them. Look at them again, and decide again if it is still needed.',
    )
  })
}
