import { z } from 'zod'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import type { MatchingRun, StoredModel } from '../runs/run.ts'

type ModelStore = Pick<MatchingRun, 'client' | 'tables' | 'settingsHash'>

const level = z.object({ label: z.string(), m: z.number(), u: z.number(), weight: z.number() })
const modelRow = z.object({
  model_id: z.string(),
  record_count: z.coerce.number(),
  prior: z.number(),
  comparisons: z.array(z.object({ name: z.string(), levels: z.array(level) })),
})

/** A new model is trained when there are more than this many times the records that the last one was trained on. */
const retrainingFactor = 2

export function needsRetraining(model: StoredModel, recordCount: number): boolean {
  return recordCount > retrainingFactor * model.recordCount
}

/** The newest model of these settings. */
export async function readModel({ client, tables, settingsHash }: ModelStore): Promise<StoredModel | null> {
  const { rows } = await client.query(
    `select model_id::text, record_count, prior, comparisons
     from ${tables.identity_model}
     where settings_hash = $1
     order by model_id desc
     limit 1`,
    [settingsHash],
  )
  if (rows.length === 0) return null
  const { model_id, record_count, prior, comparisons } = modelRow.parse(rows[0])
  return { id: model_id, recordCount: record_count, prior, comparisons }
}

export async function writeModel(
  { client, tables, settingsHash }: ModelStore,
  recordCount: number,
  model: MatchModel,
): Promise<StoredModel> {
  const { rows } = await client.query<{ model_id: string }>(
    `insert into ${tables.identity_model} (settings_hash, record_count, prior, comparisons)
     values ($1, $2, $3, $4)
     returning model_id::text`,
    [settingsHash, recordCount, model.prior, JSON.stringify(model.comparisons)],
  )
  return { id: rows[0]?.model_id ?? '', recordCount, ...model }
}
