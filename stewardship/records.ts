import { ClienteleError, every } from '#engine'
import { profile } from '../transforms/canonical/profile.ts'
import type { StewardshipSession } from './session.ts'

/** One source's record of a person, and the customer it was assigned to. */
export interface PersonRecord {
  readonly recordKey: string
  /** `source/kind/identifier`, as stewards write it. */
  readonly name: string
  readonly customerKey: string | null
  readonly joinedBy: string | null
  readonly attributes: Readonly<Record<string, string | null>>
}

/** The profile columns that stewards see. The others are derived from these. */
const attributes = [
  'full_name',
  'birth_date',
  'email',
  'phone',
  'street',
  'house_number',
  'unit',
  'city',
  'postcode',
  'country',
  'created_at',
  'updated_at',
] as const

interface RecordRow extends Record<(typeof attributes)[number], string | null> {
  readonly record_key: string
  readonly name: string
  readonly customer_key: string | null
  readonly joined_by: string | null
}

/** The records with these keys, in the order of the keys. Records that no longer exist are left out. */
export async function recordsOf(
  session: StewardshipSession,
  keys: readonly string[],
): Promise<readonly PersonRecord[]> {
  const { rows } = await session.pool.query<RecordRow>(
    `select p.record_key, concat_ws('/', p.source, p.record_kind, p.record_id) as name, m.customer_key, m.joined_by,
       ${attributes.map((column) => `p.${column}::text`).join(', ')}
     from (${await profiles(session, ['source', 'record_kind', 'record_id', ...attributes], 'record_key = any($1::bigint[])')}) p
     left join identity.map_identity m using (record_key)`,
    [keys],
  )
  const found = new Map(rows.map((row) => [row.record_key, recordOf(row)]))
  return keys.flatMap((key) => found.get(key) ?? [])
}

/** The keys of a customer's records, at most `limit`. */
export async function recordKeysOf(
  { pool }: StewardshipSession,
  customerKey: string | null,
  limit: number | null = null,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ record_key: string }>(
    'select record_key from identity.map_identity where customer_key = $1 order by record_key limit $2',
    [customerKey, limit],
  )
  return rows.map((row) => row.record_key)
}

/** The key of the record `source/kind/identifier`, if it exists. */
export async function keyOfRecord(session: StewardshipSession, name: string): Promise<string | null> {
  const [source, kind, ...id] = name.split('/')
  const { rows } = await session.pool.query<{ record_key: string }>(
    await profiles(session, [], 'source = $1 and record_kind = $2 and record_id = $3'),
    [source, kind, id.join('/')],
  )
  return rows[0]?.record_key ?? null
}

/** A query for the keys and columns, unmasked, of all published profile records that meet a condition. */
export async function profiles(
  { pool, graph }: StewardshipSession,
  columns: readonly string[],
  where: string,
): Promise<string> {
  const { rows } = await pool.query<{ relation: string }>('select relation from ops.published')
  const published = new Set(rows.map((row) => row.relation))
  if (!published.has('identity.map_identity')) {
    throw new ClienteleError(
      'identity-not-built',
      'Customers are not built yet, so there are none to look at. Run `clientele build` first.',
    )
  }
  return graph
    .members(every(profile))
    .filter(({ name }) => published.has(name))
    .map(
      ({ shortName }) =>
        `select ${['record_key', ...columns].join(', ')} from pii.${shortName} where ${where}`,
    )
    .join(' union all ')
}

function recordOf(row: RecordRow): PersonRecord {
  return {
    recordKey: row.record_key,
    name: row.name,
    customerKey: row.customer_key,
    joinedBy: row.joined_by,
    attributes: Object.fromEntries(attributes.map((column) => [column, row[column]])),
  }
}
