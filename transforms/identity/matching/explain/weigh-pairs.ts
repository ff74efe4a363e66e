import type { ClientBase } from 'pg'
import { z } from 'zod'
import { readModel } from '../model/stored-model.ts'
import { withTermWeights } from '../model/term-weights.ts'
import { pairsBetween } from '../pairs/candidates.ts'
import { weighedPairs } from '../pairs/score.ts'
import { readOverShared } from '../prepare/over-shared.ts'
import { preparedRecords } from '../prepare/records.ts'
import type { StoredModel } from '../runs/run.ts'
import { settingsHash } from '../settings/declare.ts'
import { pairSources } from '../settings/pair-sources.ts'
import type { IdentitySettings } from '../settings/schema.ts'
import { tablesIn } from '../tables.ts'

/** What pairs are weighed from, each part a SELECT. */
export interface WeighInput {
  /** record_key, source, and the columns that `recordColumns` of the settings lists. */
  readonly records: string
  /** The over-shared values: kind, value_hash. */
  readonly overShared: string
  readonly some: readonly string[]
  readonly others: readonly string[]
}

/** A record as it is compared: its prepared columns, and by pair source a hash of its value, null if it has none. */
export interface PreparedRecord {
  readonly recordKey: string
  readonly values: Readonly<Record<string, PreparedValue>>
  readonly hashes: readonly (string | null)[]
}

export type PreparedValue = string | number | readonly string[] | null

export interface WeighedPair {
  /** The lower of the two record keys. */
  readonly a: string
  readonly b: string
  readonly weight: number
  /** By comparison. */
  readonly levels: readonly number[]
  /** By comparison: what the frequency of a value that both records have adds. */
  readonly termWeights: readonly number[]
  /** The number of the first pair source that finds the pair; null if none does, so that no build compares it. */
  readonly foundBy: number | null
  /** The cannot-link rule that forbids it. */
  readonly forbidden: string | null
}

export interface WeighedPairs {
  readonly model: StoredModel
  readonly records: ReadonlyMap<string, PreparedRecord>
  /** The heaviest first. */
  readonly pairs: readonly WeighedPair[]
}

/**
 * Weighs all pairs of some records with some others, by the SQL that the build uses, in temporary tables. It needs the
 * model and the published records only: the state that matching keeps may be lost in a crash. Null if there is no
 * model for these settings. Runs in the transaction of its client.
 */
export async function weighPairs(
  client: ClientBase,
  settings: IdentitySettings,
  input: WeighInput,
): Promise<WeighedPairs | null> {
  const { identity_model, identity_term } = tablesIn('matching')
  const tables = { ...tablesIn('pg_temp'), identity_model, identity_term }
  const model = await readModel({ client, tables, settingsHash: settingsHash(settings) })
  if (!model) return null
  const prepared = `(${preparedRecords(settings, input.records)})`
  await client.query(
    `create temp table ${tables.record} on commit drop as ${withTermWeights({ tables, settings, model }, prepared)};
     create temp table ${tables.over_shared} on commit drop as ${input.overShared}`,
  )
  const overShared = await readOverShared({ client, tables, settings })
  const between = pairsBetween(input.some, input.others, { tables, settings, overShared })
  const pairs = await client.query<WeighedPair>(
    `with weighed as (
       ${weighedPairs({ settings, model, overShared }, between)}
     )
     select
       one.record_key::text as a,
       other.record_key::text as b,
       weight,
       levels,
       term_weights as "termWeights",
       found_by as "foundBy",
       forbidden
     from weighed
     join ${tables.record} one on one.id = weighed.a
     join ${tables.record} other on other.id = weighed.b
     order by weight desc, one.record_key, other.record_key`,
  )
  const records = await client.query<Record<string, unknown>>(`select * from ${tables.record}`)
  await client.query(`drop table ${tables.record}, ${tables.over_shared}`)
  return {
    model,
    records: new Map(records.rows.map((row) => [String(row.record_key), recordOf(settings, row)])),
    pairs: pairs.rows,
  }
}

const preparedValue = z.union([z.string(), z.number(), z.array(z.string())]).nullable()

function recordOf(settings: IdentitySettings, row: Record<string, unknown>): PreparedRecord {
  return {
    recordKey: String(row.record_key),
    values: Object.fromEntries(
      Object.keys(settings.columns).map((name) => [name, preparedValue.parse(row[name] ?? null)]),
    ),
    hashes: pairSources(settings).map(({ hashColumn }) => z.string().nullable().parse(row[hashColumn])),
  }
}
