import { type PersonRecord, recordKeysOf, recordsOf } from './records.ts'
import type { StewardshipSession } from './session.ts'

/** All that is known of a person, from all records: by attribute, each value once. */
export interface PersonValues {
  readonly recordCount: number
  readonly values: Readonly<Record<string, readonly string[]>>
}

/** What tells people apart. */
const telling = ['full_name', 'birth_date', 'email', 'phone', 'postcode'] as const

/** More records than this tell no more. */
const mostRecords = 200

export async function personValues(session: StewardshipSession, record: PersonRecord): Promise<PersonValues> {
  const records = await recordsOf(session, await recordKeysOf(session, record.customerKey, mostRecords))
  return {
    recordCount: records.length,
    values: Object.fromEntries(
      telling.map((name) => [
        name,
        [...new Set(records.flatMap(({ attributes }) => attributes[name] ?? []))].sort(),
      ]),
    ),
  }
}
