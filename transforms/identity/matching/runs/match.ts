import type { ClientBase } from 'pg'
import { readModel } from '../model/stored-model.ts'
import { type IdentitySettings, settingsHash } from '../settings/declare.ts'
import { makeScratch, modelTables, type Schema } from '../tables.ts'
import { matchChanges } from './changes-run.ts'
import { matchAll } from './full-run.ts'
import type { MatchMeasures } from './measures.ts'

/** What is matched, each a SELECT. */
export interface MatchInput {
  /** record_key bigint, source text, and the columns the settings are written on. */
  readonly records: string
  /** record_key_a, record_key_b, link_type. */
  readonly links: string
  /** record_key_a, record_key_b, verdict. */
  readonly decisions: string
}

export interface MatchOptions {
  /** `pg_temp` for records that are only looked at. */
  readonly schema: Schema
  readonly settings: IdentitySettings
  readonly input: MatchInput
}

/**
 * Works out which records are one person and leaves the answer in `cluster`, what a person should look at in
 * `review`, and all pairs that came near in `pair`. New and changed records are compared with what is there;
 * with other settings or code, another model, or twice the records the model was trained on, everything is done anew.
 * Runs in the transaction of its client.
 *
 * Errors: `blocking-explosion`.
 */
export async function match(client: ClientBase, options: MatchOptions): Promise<MatchMeasures> {
  const { schema, settings } = options
  if (schema === 'pg_temp') await makeScratch(client)
  const hash = settingsHash(settings)
  const models = modelTables(schema)
  const state = await client.query<{ settings_hash: string; model_id: string }>(
    `select settings_hash, model_id::text from ${schema}.state`,
  )
  const model = await readModel(client, models, hash)
  const isKept = model && state.rows[0]?.settings_hash === hash && state.rows[0].model_id === model.id
  if (isKept) {
    const measures = await matchChanges(client, options, model)
    if (measures) return measures
  }
  return matchAll(client, options, hash)
}
