import type { ClientBase } from 'pg'
import { populationNow } from '../model/describe-population.ts'
import { driftBetween } from '../model/drift.ts'
import { readModel } from '../model/stored-model.ts'
import { createTemporaryTables } from '../tables.ts'
import { matchChanges } from './changes-run.ts'
import { matchAll } from './full-run.ts'
import type { MatchMeasures } from './measures.ts'
import { type MatchOptions, startRun } from './run.ts'

/**
 * Finds which records are one person. The result is in table `cluster`, what a person should look at in `review`, and
 * the pairs that were close enough in `pair`. New and changed records are compared with all others; all records are
 * matched again if settings or code have changed, if there is another model, or if the records have drifted away from
 * those that the model was trained on, which trains another. Runs in the transaction of its client.
 *
 * Errors: `blocking-explosion`.
 */
export async function match(client: ClientBase, options: MatchOptions): Promise<MatchMeasures> {
  if (options.schema === 'pg_temp') await createTemporaryTables(client)
  const run = startRun(client, options)
  const state = await client.query<{ settings_hash: string; model_id: string }>(
    `select settings_hash, model_id::text from ${run.tables.state}`,
  )
  const stored = await readModel(run)
  if (!stored) return matchAll(run, { trainBecause: 'there was no model of these settings' })
  const now = await populationNow(run, stored.population)
  const drift = driftBetween(stored.population, now, options.settings.training.drift)
  if (drift !== null) return matchAll(run, { trainBecause: drift })
  const isCurrent = state.rows[0]?.settings_hash === run.settingsHash && state.rows[0].model_id === stored.id
  return (isCurrent ? await matchChanges(run, stored) : null) ?? matchAll(run, { stored })
}
