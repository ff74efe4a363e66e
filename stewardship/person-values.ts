import { type PersonRecord, recordKeysOf, recordsOf } from './records.ts'
import type { StewardshipSession } from './session.ts'

/** The distinct values of a customer's attributes, over all its records. */
export interface PersonValues {
  readonly recordCount: number
  readonly values: Readonly<Record<string, readonly string[]>>
}

/** The attributes that distinguish people. */
const distinguishing = ['full_name', 'birth_date', 'email', 'phone', 'postcode'] as const

/** Enough to see who a customer is; an over-merged customer can have thousands of records. */
const maxRecords = 200

export async function personValues(session: StewardshipSession, record: PersonRecord): Promise<PersonValues> {
  const records = await recordsOf(session, await recordKeysOf(session, record.customerKey, maxRecords))
  return {
    recordCount: records.length,
    values: Object.fromEntries(
      distinguishing.map((name) => [
        name,
        [...new Set(records.flatMap(({ attributes }) => attributes[name] ?? []))].sort(),
      ]),
    ),
  }
}
