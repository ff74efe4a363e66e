import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { cubeGroups, isGroup } from '../cube/groups.ts'
import type { Reader } from './reader.ts'
import { onlyGroups } from './sessions.ts'
import { hashOf, newToken } from './tokens.ts'

/** What a key lets a program do. Without `mayDecide` it only reads. */
export type KeyTerms = {
  readonly name: string
  readonly groups: readonly string[]
  /** Null for all. */
  readonly markets: readonly string[] | null
  readonly mayDecide: boolean
  readonly requestsPerMinute: number
  readonly days: number
}

export type Key = Omit<KeyTerms, 'days'> & {
  /** The beginning of the key, to recognise it by. */
  readonly prefix: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

/** Scanners that look for secrets in code find keys by how they begin. */
const beginning = 'clientele_'

const columns = `key_name as name, prefix, groups, markets, may_decide as "mayDecide",
  requests_per_minute as "requestsPerMinute", created_at as "createdAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", last_used_at as "lastUsedAt"`

/** Makes a key, and returns it the only time that it is known. Errors: `key-invalid`. */
export async function createKey(pool: Pool, terms: KeyTerms): Promise<{ key: Key; token: string }> {
  requireGood(terms)
  const token = beginning + newToken()
  const { rows } = await pool.query<Key>(
    `insert into ops.access_keys
       (key_name, key_hash, prefix, groups, markets, may_decide, requests_per_minute, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8))
     on conflict (key_name) do nothing returning ${columns}`,
    [
      terms.name,
      hashOf(token),
      token.slice(0, beginning.length + 6),
      terms.groups,
      terms.markets,
      terms.mayDecide,
      terms.requestsPerMinute,
      terms.days,
    ],
  )
  const [key] = rows
  // the log of accesses names keys, so that no name ever stands for two
  if (!key) throw invalid(terms.name, `There is, or was, a key "${terms.name}". Choose another name.`)
  return { key, token }
}

function requireGood({ name, groups }: KeyTerms): void {
  if (!/^[a-z][a-z0-9_.-]{0,62}$/.test(name))
    throw invalid(
      name,
      `"${name}" cannot be the name of a key. Use up to 63 lower-case letters, digits, dots, dashes and underscores, starting with a letter.`,
    )
  const unknown = groups.filter((group) => !isGroup(group))
  if (unknown.length === 0 && groups.length > 0) return
  const problem = groups.length === 0 ? 'A key needs a group.' : `There is no group ${unknown.join(', ')}.`
  throw invalid(name, `${problem} Choose from: ${cubeGroups.join(', ')}.`)
}

export async function listKeys(pool: Pool): Promise<Key[]> {
  const { rows } = await pool.query<Key>(`select ${columns} from ops.access_keys order by key_name`)
  return rows
}

/** Ends a key: the next request with it is refused. Errors: `key-unknown`. */
export async function revokeKey(pool: Pool, name: string): Promise<void> {
  const { rowCount } = await pool.query(
    'update ops.access_keys set revoked_at = now() where key_name = $1 and revoked_at is null',
    [name],
  )
  if (rowCount) return
  throw new ClienteleError(
    'key-unknown',
    `There is no key "${name}" that could be used. \`clientele key list\` shows which there are.`,
    { name },
  )
}

export type KeyHolder = Pick<Key, 'mayDecide' | 'requestsPerMinute'> & { readonly reader: Reader }

/** Who sends the key; undefined if it never was, has expired or was revoked. Asked at every request, so nothing lags behind. */
export async function readKey(pool: Pool, token: string): Promise<KeyHolder | undefined> {
  if (!token.startsWith(beginning)) return undefined
  const { rows } = await pool.query<Key & { isOld: boolean }>({
    name: 'read key',
    text: `select ${columns}, coalesce(last_used_at < now() - interval '1 minute', true) as "isOld"
       from ops.access_keys where key_hash = $1 and revoked_at is null and expires_at > now()`,
    values: [hashOf(token)],
  })
  const [key] = rows
  if (!key) return undefined
  if (key.isOld)
    await pool.query('update ops.access_keys set last_used_at = now() where key_name = $1', [key.name])
  const { name, groups, markets, mayDecide, requestsPerMinute } = key
  return {
    reader: { kind: 'program', name, groups: onlyGroups(groups), markets },
    mayDecide,
    requestsPerMinute,
  }
}

function invalid(name: string, message: string): ClienteleError {
  return new ClienteleError('key-invalid', message, { name })
}
