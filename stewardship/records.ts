import { profileRecords, recordByName, recordsOfCustomer } from './queries.ts'
import type { StewardshipSession } from './session.ts'

/** What a steward sees of the records about a person, as the audit log names it. */
export const recordFields = ['full_name', 'birth_date', 'email', 'phone', 'address', 'record_id'] as const

/** One source's record of a person, and the customer it was assigned to. */
export interface PersonRecord {
  readonly recordKey: string
  /** `source/kind/identifier`, as stewards write it. */
  readonly name: string
  readonly customerKey: string | null
  readonly joinedBy: string | null
  readonly attributes: Readonly<Record<string, string | null>>
}

/** The records with these keys, in the order of the keys. Records that no longer exist are left out. */
export async function recordsOf(
  { pool, membersOf }: StewardshipSession,
  keys: readonly string[],
): Promise<readonly PersonRecord[]> {
  const rows = await profileRecords.read(pool, { record_keys: [...keys] }, membersOf)
  const found = new Map(
    rows.map(({ record_key, name, customer_key, joined_by, ...attributes }) => [
      record_key,
      { recordKey: record_key, name, customerKey: customer_key, joinedBy: joined_by, attributes },
    ]),
  )
  return keys.flatMap((key) => found.get(key) ?? [])
}

/** The keys of a customer's records, at most `limit`. */
export async function recordKeysOf(
  { pool }: StewardshipSession,
  customerKey: string | null,
  limit: number | null = null,
): Promise<readonly string[]> {
  const rows = await recordsOfCustomer.read(pool, { customer_key: customerKey, limit })
  return rows.map((row) => row.record_key)
}

/** The key of the record `source/kind/identifier`, if it exists. */
export async function keyOfRecord(
  { pool, membersOf }: StewardshipSession,
  name: string,
): Promise<string | null> {
  const [source = '', record_kind = '', ...id] = name.split('/')
  const values = { source, record_kind, record_id: id.join('/') }
  const [record] = await recordByName.read(pool, values, membersOf)
  return record?.record_key ?? null
}
