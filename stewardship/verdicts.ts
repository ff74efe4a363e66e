import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import type { PairVerdict, Verdict } from './decisions.ts'
import { decidedPairsOf } from './queries.ts'
import type { ReviewItem } from './queue.ts'
import type { StewardshipSession } from './session.ts'
import { customerOf, type Subject } from './subject.ts'

/** A verdict about two people applies to every record of the one and every record of the other. */
export function verdictsBetween(one: Subject, other: Subject, verdict: Verdict): readonly PairVerdict[] {
  const shared = one.recordKeys.find((key) => other.recordKeys.includes(key))
  if (shared === undefined) return across(one.recordKeys, other.recordKeys, verdict)
  throw pairOfOnePerson(one, other)
}

export function pairOfOnePerson(one: Subject, other: Subject): ClienteleError {
  return new ClienteleError(
    'pair-of-one',
    'Nothing was done, because both names mean one record, or a customer and one of its records. Name two different ' +
      'records or customers; `clientele identity split` takes records out of a customer.',
    { one: one.key, other: other.key },
  )
}

/**
 * A steward's answer to a review item applies to both people with all their records. If it applied only to the two
 * records shown, a cannot-link rule could separate them from the other records of their people. `unsure` applies
 * only to what was shown, and to what was decided about the two before, which it replaces.
 */
export async function verdictsOn(
  session: StewardshipSession,
  { recordKeyA: a, recordKeyB: b }: Pick<ReviewItem, 'recordKeyA' | 'recordKeyB'>,
  verdict: Verdict,
): Promise<readonly PairVerdict[]> {
  const verdicts = verdictsBetween(await customerOf(session, a), await customerOf(session, b), verdict)
  if (verdict !== 'unsure') return verdicts
  const isDecided = await decidedAmong(session.pool, [...new Set(verdicts.flatMap(({ a, b }) => [a, b]))])
  const isShown = (pair: PairVerdict) => [pair.a, pair.b].every((key) => key === a || key === b)
  return verdicts.filter((pair) => isShown(pair) || isDecided(pair))
}

/**
 * Verdicts that divide a customer's records into two people. Earlier verdicts about two records that stay together
 * are kept.
 *
 * Errors: `split-invalid`.
 */
export async function splitInTwo(
  pool: Pool,
  customer: Subject,
  removed: readonly string[],
): Promise<readonly PairVerdict[]> {
  const part = new Set(removed)
  const foreign = removed.filter((key) => !customer.recordKeys.includes(key))
  const rest = customer.recordKeys.filter((key) => !part.has(key))
  if (foreign.length > 0 || part.size === 0 || rest.length === 0) {
    const why =
      foreign.length > 0
        ? `${foreign.join(', ')} is not among the records of customer ${customer.key}`
        : `at least one record of customer ${customer.key} must be taken out, and at least one must stay`
    throw new ClienteleError(
      'split-invalid',
      `Nothing was split: ${why}. \`clientele identity history ${customer.key}\` lists its records.`,
      { customer: customer.key },
    )
  }
  const isDecided = await decidedAmong(pool, customer.recordKeys)
  const together = [[...part], rest].flatMap((records) =>
    records.flatMap((a, index) => across([a], records.slice(index + 1), 'same')),
  )
  return [...across([...part], rest, 'different'), ...together.filter((pair) => !isDecided(pair))]
}

/** Whether something is decided about two of some records. */
async function decidedAmong(
  pool: Pool,
  recordKeys: readonly string[],
): Promise<(pair: PairVerdict) => boolean> {
  const rows = await decidedPairsOf.read(pool, { record_keys: [...recordKeys] })
  const decided = new Set(rows.map(({ record_key_a, record_key_b }) => `${record_key_a} ${record_key_b}`))
  return ({ a, b }) => decided.has(`${a} ${b}`) || decided.has(`${b} ${a}`)
}

function across(some: readonly string[], others: readonly string[], verdict: Verdict): PairVerdict[] {
  return some.flatMap((a) => others.map((b) => ({ a, b, verdict })))
}
