import type { Pool } from 'pg'
import { z } from 'zod'
import { ClienteleError } from '#engine'
import type { PreparedRecord } from '../analytics/fellegi-sunter/types.ts'
import {
  readModel,
  type StoredModel,
  termWeights,
} from '../transforms/identity/matching/model/stored-model.ts'
import { forbiddenSql } from '../transforms/identity/matching/pairs/conditions.ts'
import { overSharedBySource } from '../transforms/identity/matching/prepare/over-shared.ts'
import {
  baseColumns,
  type OverShared,
  overSharedColumns,
  pairSources,
  preparedColumns,
  sharedColumns,
  termColumns,
} from '../transforms/identity/matching/prepare/prepare.ts'
import { type IdentitySettings, settingsHash } from '../transforms/identity/matching/settings/declare.ts'
import { modelTables } from '../transforms/identity/matching/tables.ts'
import { profiles } from './records.ts'
import type { StewardshipSession } from './session.ts'

/** A record as matching sees it: `values` that too many share are missing. */
export interface MatchedRecord extends PreparedRecord {
  readonly recordKey: string
  /** The values before that. */
  readonly said: PreparedRecord['values']
  /** By pair source: the number it shares with all records of its block; null where it has none. */
  readonly blocks: readonly (string | null)[]
}

const tables = modelTables('matching')
const preparedValue = z.union([z.string(), z.number(), z.array(z.string())]).nullable()

/**
 * The model that pairs are weighed with.
 *
 * Errors: `identity-not-built`, also where the settings have changed since the last build.
 */
export async function modelInUse(pool: Pool, settings: IdentitySettings): Promise<StoredModel> {
  const client = await pool.connect()
  try {
    const model = await readModel(client, tables, settingsHash(settings))
    if (model) return model
  } finally {
    client.release()
  }
  throw new ClienteleError(
    'identity-not-built',
    'Nothing was matched under the settings of identity as they are now. Run `clientele build` first.',
  )
}

/** Prepares published records anew: what matching itself keeps may be lost in a crash. */
export async function matchedRecords(
  session: StewardshipSession,
  settings: IdentitySettings,
  model: StoredModel,
  recordKeys: readonly string[],
): Promise<readonly MatchedRecord[]> {
  const terms = termWeights(tables, settings, model.id)
  const { rows } = await session.pool.query<Record<string, unknown>>(
    `select ${['p.*', ...terms.columns].join(', ')} from (${await prepared(session, settings)}) p ${terms.joins} order by p.record_key`,
    [recordKeys],
  )
  const overShared = overSharedColumns(settings, await publishedOverShared(session, settings, rows))
  const saysNothing = (row: Record<string, unknown>, column: string) =>
    overShared.get(column)?.some(({ hashColumn, hashes }) => hashes.includes(String(row[hashColumn])))
  return rows.map((row) => {
    const said = Object.keys(settings.columns).map(
      (name) => [name, preparedValue.parse(row[name] ?? null)] as const,
    )
    return {
      recordKey: z.string().parse(row.record_key),
      blocks: pairSources(settings).map(({ hashColumn }) => z.string().nullable().parse(row[hashColumn])),
      said: Object.fromEntries(said),
      values: Object.fromEntries(said.map(([name, value]) => [name, saysNothing(row, name) ? null : value])),
      termWeights: Object.fromEntries(
        termColumns(settings).map(({ comparison }) => [
          comparison,
          z.number().nullable().parse(row[`term of ${comparison}`]) ?? 0,
        ]),
      ),
    }
  })
}

/** The cannot-link rule that forbids two records, if one does. */
export async function forbiddenBy(
  session: StewardshipSession,
  settings: IdentitySettings,
  a: string,
  b: string,
): Promise<string | null> {
  const { rows } = await session.pool.query<{ forbidden: string | null }>(
    `with prepared as (${await prepared(session, settings)})
     select ${forbiddenSql(settings)} as forbidden from prepared l join prepared r on r.record_key > l.record_key`,
    [[a, b]],
  )
  return rows[0]?.forbidden ?? null
}

/** Of the records whose keys are `$1`, what is compared and what they share with others. */
async function prepared(session: StewardshipSession, settings: IdentitySettings): Promise<string> {
  const records = await profiles(session, baseColumns(settings), 'record_key = any($1::bigint[])')
  return `select p.*, ${sharedColumns(settings)}
    from (select r.record_key, ${preparedColumns(settings)} from (${records}) r) p`
}

/** Which of the values that these records share with others too many share, as it was when they were published. */
async function publishedOverShared(
  { pool }: StewardshipSession,
  settings: IdentitySettings,
  records: readonly Record<string, unknown>[],
): Promise<OverShared> {
  const hashes = records.flatMap((row) => pairSources(settings).map(({ hashColumn }) => row[hashColumn]))
  const { rows } = await pool.query<{ kind: string; value_hash: string }>(
    `select kind, value_key as value_hash from identity.over_shared_identifier
     where value_key = any($1::bigint[]) order by kind, value_key`,
    [hashes.filter((hash) => hash !== null)],
  )
  return overSharedBySource(settings, rows)
}
