import { z } from 'zod'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import type { MatchingRun, StoredModel } from '../runs/run.ts'
import type { Finding } from './findings.ts'
import { type Population, populationSchema } from './population.ts'

type ModelStore = Pick<MatchingRun, 'client' | 'tables' | 'settingsHash'>

const level = z.object({ label: z.string(), m: z.number(), u: z.number(), weight: z.number() })
const modelRow = z.object({
  model_id: z.string(),
  prior: z.number(),
  comparisons: z.array(z.object({ name: z.string(), levels: z.array(level) })),
  population: populationSchema,
})

/** The newest model of these settings. */
export async function readModel({ client, tables, settingsHash }: ModelStore): Promise<StoredModel | null> {
  const { rows } = await client.query(
    `select model_id::text, prior, comparisons, population
     from ${tables.identity_model} model
     where settings_hash = $1
     order by model.model_id desc -- without the prefix it would be the text that is selected
     limit 1`,
    [settingsHash],
  )
  if (rows.length === 0) return null
  const { model_id, prior, comparisons, population } = modelRow.parse(rows[0])
  return { id: model_id, prior, comparisons, population }
}

/** What is kept about a model besides its estimates. */
export interface Training {
  /** Why it was trained. */
  readonly because: string
  readonly population: Population
  readonly findings: readonly Finding[]
}

export async function writeModel(
  { client, tables, settingsHash }: ModelStore,
  { prior, comparisons }: MatchModel,
  { because, population, findings }: Training,
): Promise<StoredModel> {
  const records = Object.values(population.sources).reduce((sum, source) => sum + source.records, 0)
  const { rows } = await client.query<{ model_id: string }>(
    `insert into ${tables.identity_model}
       (settings_hash, record_count, prior, comparisons, trained_because, population, findings)
     values ($1, $2, $3, $4, $5, $6, $7)
     returning model_id::text`,
    [
      settingsHash,
      records,
      prior,
      JSON.stringify(comparisons),
      because,
      JSON.stringify(population),
      JSON.stringify(findings),
    ],
  )
  return { id: rows[0]?.model_id ?? '', prior, comparisons, population }
}
