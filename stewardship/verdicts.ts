import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { currentDecisions, type PairVerdict, type Verdict } from './decisions.ts'
import type { Subject } from './subject.ts'

/** Whatever is said of two people is said of every record of the one and every record of the other. */
export function betweenAll(one: Subject, other: Subject, verdict: Verdict): readonly PairVerdict[] {
  const shared = one.recordKeys.find((key) => other.recordKeys.includes(key))
  if (shared === undefined) return across(one.recordKeys, other.recordKeys, verdict)
  throw pairOfOnePerson(one, other)
}

export function pairOfOnePerson(one: Subject, other: Subject): ClienteleError {
  return new ClienteleError(
    'pair-of-one',
    'Both are the same record, or one is the customer that the other belongs to.',
    { one: one.key, other: other.key },
  )
}

/**
 * A customer's records in two parts: each part is one person, and not the other. Where something was said before
 * of two records that stay together, it stays as it is.
 *
 * Errors: `split-invalid`.
 */
export async function splitInTwo(
  pool: Pool,
  customer: Subject,
  apart: readonly string[],
): Promise<readonly PairVerdict[]> {
  const part = new Set(apart)
  const strangers = apart.filter((key) => !customer.recordKeys.includes(key))
  const rest = customer.recordKeys.filter((key) => !part.has(key))
  if (strangers.length > 0 || part.size === 0 || rest.length === 0) {
    const why =
      strangers.length > 0
        ? `${strangers.join(', ')} is not among the records of customer ${customer.key}`
        : `at least one record of customer ${customer.key} must go, and one stay`
    throw new ClienteleError('split-invalid', `Nothing was split: ${why}.`, { customer: customer.key })
  }
  const { rows } = await pool.query<{ pair: string }>(
    `select concat(record_key_a, ' ', record_key_b) as pair from ${currentDecisions} d
     where record_key_a = any($1::bigint[]) and record_key_b = any($1::bigint[])`,
    [customer.recordKeys],
  )
  const said = new Set(rows.map((row) => row.pair))
  const isNew = ({ a, b }: PairVerdict) => !said.has(`${a} ${b}`) && !said.has(`${b} ${a}`)
  const together = [[...part], rest].flatMap((records) =>
    records.flatMap((a, at) => across([a], records.slice(at + 1), 'same')),
  )
  return [...across([...part], rest, 'different'), ...together.filter(isNew)]
}

function across(some: readonly string[], others: readonly string[], verdict: Verdict): PairVerdict[] {
  return some.flatMap((a) => others.map((b) => ({ a, b, verdict })))
}
