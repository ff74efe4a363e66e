import { ClienteleError } from '#engine'
import { recordOrCustomer, recordsOfSameCustomer } from './queries.ts'
import { keyOfRecord } from './records.ts'
import type { StewardshipSession } from './session.ts'

/** What a steward names in a command: one record, or a customer with all its records. */
export interface Subject {
  readonly kind: 'record' | 'customer'
  readonly key: string
  readonly recordKeys: readonly string[]
}

/**
 * Finds a record by its key or by `source/kind/identifier`, or a customer by its current or former `customer_key`.
 *
 * Errors: `record-unknown`.
 */
export async function subjectOf(session: StewardshipSession, input: string): Promise<Subject> {
  const name = input.trim()
  if (name.includes('/')) {
    const key = await keyOfRecord(session, name)
    if (key !== null) return { kind: 'record', key, recordKeys: [key] }
  } else if (isKey(name)) {
    const rows = await recordOrCustomer.read(session.pool, { key: name })
    if (rows.some((row) => row.record_key === name)) return { kind: 'record', key: name, recordKeys: [name] }
    const [first] = rows
    if (first)
      return { kind: 'customer', key: first.customer_key, recordKeys: rows.map((row) => row.record_key) }
  }
  throw unknown(input)
}

/** Like `subjectOf`, but a record stands for the customer it belongs to. */
export async function customerOf(session: StewardshipSession, input: string): Promise<Subject> {
  const subject = await subjectOf(session, input)
  if (subject.kind === 'customer') return subject
  const rows = await recordsOfSameCustomer.read(session.pool, { record_key: subject.key })
  const [first] = rows
  if (first) {
    return { kind: 'customer', key: first.customer_key, recordKeys: rows.map((row) => row.record_key) }
  }
  throw unknown(input)
}

function unknown(input: string): ClienteleError {
  return new ClienteleError(
    'record-unknown',
    `The published warehouse has no record and no customer ${input}. Write a record as source/kind/identifier, ` +
      'such as shopify/customer/123, or as its record_key, and a customer as its customer_key. If the record was ' +
      'loaded after the last build, run `clientele build` first.',
    { input },
  )
}

/** Whether the text is a whole number that fits into a Postgres bigint. */
export function isKey(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}
