import { type Desk, type PersonRecord, recordKeysOf, recordsOf } from './records.ts'

/** All that is known of a person, from all records: by attribute, each value once. */
export interface KnownBy {
  readonly recordCount: number
  readonly values: Readonly<Record<string, readonly string[]>>
}

/** What tells people apart. */
const telling = ['full_name', 'birth_date', 'email', 'phone', 'postcode'] as const

/** More records than this tell no more. */
const mostRecords = 200

export async function knownBy(desk: Desk, record: PersonRecord): Promise<KnownBy> {
  const records = await recordsOf(desk, await recordKeysOf(desk, record.customerKey, mostRecords))
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
