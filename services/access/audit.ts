import type { Pool } from 'pg'
import type { Reader } from './reader.ts'

/** What can be done. A reveal shows one who may see it what the page had hidden. */
export const actions = [
  'sign-in',
  'sign-out',
  'password',
  'profile',
  'timeline',
  'why',
  'search',
  'query',
  'reveal',
  'segment',
  'decision',
  'audit',
] as const
export type Action = (typeof actions)[number]

export type Access = {
  readonly reader: Reader
  readonly action: Action
  readonly way: 'page' | 'api' | 'cli' | 'cube'
  /** Where the request came from; null on the command line. */
  readonly address: string | null
  readonly customerKey: string | null
  /** Customers whom a list or a file showed; none if it is about one customer. */
  readonly listedKeys?: readonly string[]
  /** Names of what was shown, such as `email`. Never values. */
  readonly fields: readonly string[]
  readonly reason: string | null
  /** What else says what was done, such as the number of people found. No personal data. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
}

export type Entry = Omit<Access, 'detail' | 'listedKeys'> & {
  readonly listedKeys: readonly string[]
  readonly entryId: string
  readonly recordedAt: Date
  readonly detail: Access['detail'] | null
}

/** Adds to the log of what was read and done. If it fails, what was asked for must not be shown. */
export async function recordAccess(pool: Pool, entries: readonly Access[]): Promise<void> {
  if (entries.length === 0) return
  await pool.query(
    `insert into ops.audit_log
       (reader_kind, reader_name, reader_groups, action, way, address, customer_key, listed_keys, fields, reason, detail)
     select kind, name, array(select jsonb_array_elements_text(groups)), action, way, address, customer_key,
       array(select jsonb_array_elements_text(listed)::bigint), array(select jsonb_array_elements_text(fields)), reason, detail
     from jsonb_to_recordset($1) as entry(kind text, name text, groups jsonb, action text, way text, address text,
       customer_key bigint, listed jsonb, fields jsonb, reason text, detail jsonb)`,
    [
      JSON.stringify(
        entries.map(({ reader, customerKey, listedKeys, ...entry }) => ({
          ...entry,
          kind: reader.kind,
          name: reader.name,
          groups: reader.groups,
          customer_key: customerKey,
          listed: listedKeys ?? [],
        })),
      ),
    ],
  )
}

export type AuditQuestion = {
  readonly reader?: string | undefined
  /** Whom it is about, or whom it listed. */
  readonly customerKey?: string | undefined
  readonly action?: Action | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  /** The last entry of the page before, newest first. */
  readonly before?: string | undefined
  readonly limit: number
}

/** Entries of the log, newest first. */
export async function searchAudit(pool: Pool, question: AuditQuestion): Promise<Entry[]> {
  const { rows } = await pool.query<Omit<Entry, 'reader'> & Reader & { reader_kind: Reader['kind'] }>(
    `select entry_id as "entryId", recorded_at as "recordedAt", reader_kind as kind, reader_name as name,
       reader_groups as groups, action, way, address, customer_key as "customerKey",
       listed_keys as "listedKeys", fields, reason, detail
     from ops.audit_log
     where ($1::text is null or reader_name = $1)
       and ($2::bigint is null or customer_key = $2 or (listed_keys <> '{}' and listed_keys @> array[$2]))
       and ($3::text is null or action = $3)
       and ($4::timestamptz is null or recorded_at >= $4)
       and ($5::timestamptz is null or recorded_at < $5)
       and ($6::bigint is null or entry_id < $6)
     order by entry_id desc
     limit $7`,
    [
      question.reader ?? null,
      question.customerKey ?? null,
      question.action ?? null,
      question.from ?? null,
      question.to ?? null,
      question.before ?? null,
      question.limit,
    ],
  )
  return rows.map(({ kind, name, groups, ...entry }) => ({
    ...entry,
    reader: { kind, name, groups, markets: null },
  }))
}
