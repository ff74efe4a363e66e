import { ClienteleError } from '#engine'
import { keyOfRecord } from './records.ts'
import type { StewardshipSession } from './session.ts'

/** Whom a steward speaks of: one record, or a person with all records. */
export interface Subject {
  readonly kind: 'record' | 'customer'
  readonly key: string
  readonly recordKeys: readonly string[]
}

/**
 * Finds a record by its key or by `source/kind/identifier`, or a person by `customer_key`, also a former one.
 *
 * Errors: `record-unknown`.
 */
export async function subjectOf(session: StewardshipSession, written: string): Promise<Subject> {
  const name = written.trim()
  if (name.includes('/')) {
    const key = await keyOfRecord(session, name)
    if (key !== null) return { kind: 'record', key, recordKeys: [key] }
  } else if (isKey(name)) {
    const { rows } = await session.pool.query<{ record_key: string; customer_key: string }>(
      `select record_key, customer_key from identity.map_identity
       where record_key = $1::bigint or customer_key = (select ops.resolve_customer_key($1::bigint))
       order by record_key`,
      [name],
    )
    if (rows.some((row) => row.record_key === name)) return { kind: 'record', key: name, recordKeys: [name] }
    const [first] = rows
    if (first)
      return { kind: 'customer', key: first.customer_key, recordKeys: rows.map((row) => row.record_key) }
  }
  throw unknown(written)
}

/** The same, where only a person will do; of a record it is the person it belongs to. */
export async function customerOf(session: StewardshipSession, written: string): Promise<Subject> {
  const subject = await subjectOf(session, written)
  if (subject.kind === 'customer') return subject
  const { rows } = await session.pool.query<{ record_key: string; customer_key: string }>(
    `select m.record_key, m.customer_key from identity.map_identity m
     join identity.map_identity one using (customer_key) where one.record_key = $1 order by m.record_key`,
    [subject.key],
  )
  const [first] = rows
  if (first) {
    return { kind: 'customer', key: first.customer_key, recordKeys: rows.map((row) => row.record_key) }
  }
  throw unknown(written)
}

function unknown(written: string): ClienteleError {
  return new ClienteleError(
    'record-unknown',
    `There is no record and no customer ${written} in what is published. Write source/kind/identifier as in ` +
      'shopify/customer/123, a record_key or a customer_key.',
    { written },
  )
}

/** A whole number that Postgres has room for. */
export function isKey(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}
