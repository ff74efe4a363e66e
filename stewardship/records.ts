import { ClienteleError, every } from '#engine'
import { profile } from '../transforms/canonical/profile.ts'
import type { StewardshipSession } from './session.ts'

/** What one source says of a person, with the person it is taken to belong to. */
export interface PersonRecord {
  readonly recordKey: string
  /** As people write it, `source/kind/identifier`. */
  readonly name: string
  readonly customerKey: string | null
  readonly joinedBy: string | null
  readonly attributes: Readonly<Record<string, string | null>>
}

/** What a steward looks at; the rest of a profile is made from these. */
const shown = [
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

interface RecordRow extends Record<(typeof shown)[number], string | null> {
  readonly record_key: string
  readonly name: string
  readonly customer_key: string | null
  readonly joined_by: string | null
}

/** The records that have these keys, in the order of the keys; those that are gone are left out. */
export async function recordsOf(
  session: StewardshipSession,
  keys: readonly string[],
): Promise<readonly PersonRecord[]> {
  const { rows } = await session.pool.query<RecordRow>(
    `select p.record_key, concat_ws('/', p.source, p.record_kind, p.record_id) as name, m.customer_key, m.joined_by,
       ${shown.map((column) => `p.${column}::text`).join(', ')}
     from (${await profiles(session, ['source', 'record_kind', 'record_id', ...shown], 'record_key = any($1::bigint[])')}) p
     left join identity.map_identity m using (record_key)`,
    [keys],
  )
  const found = new Map(rows.map((row) => [row.record_key, recordOf(row)]))
  return keys.flatMap((key) => found.get(key) ?? [])
}

/** The keys of all records of a person, or of the first so many. */
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

/** The key of the record that people call `source/kind/identifier`, if there is one. */
export async function keyOfRecord(session: StewardshipSession, name: string): Promise<string | null> {
  const [source, kind, ...id] = name.split('/')
  const { rows } = await session.pool.query<{ record_key: string }>(
    await profiles(session, [], 'source = $1 and record_kind = $2 and record_id = $3'),
    [source, kind, id.join('/')],
  )
  return rows[0]?.record_key ?? null
}

/** A query for all published profile records under a condition, personal data in the clear: their keys and columns. */
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
      'It has not been worked out yet which records are one person. Run `clientele build` first.',
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
    attributes: Object.fromEntries(shown.map((column) => [column, row[column]])),
  }
}
