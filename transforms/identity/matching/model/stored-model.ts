import type { ClientBase } from 'pg'
import pg from 'pg'
import { z } from 'zod'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import { named, termColumns, termWeightColumn } from '../prepare/prepare.ts'
import type { IdentitySettings } from '../settings/declare.ts'

const level = z.object({ label: z.string(), m: z.number(), u: z.number(), weight: z.number() })
const modelRow = z.object({
  model_id: z.string(),
  record_count: z.coerce.number(),
  prior: z.number(),
  comparisons: z.array(z.object({ name: z.string(), levels: z.array(level) })),
})

export interface StoredModel extends MatchModel {
  readonly id: string
  /** How many records it was trained on. */
  readonly recordCount: number
}

/** The model is trained anew once there are so many times the records it has seen. */
export const outgrown = 2

/** Where models are kept: in `ops`, or beside the working state where that is thrown away. */
export interface ModelTables {
  readonly model: string
  readonly term: string
}

/** The newest model of these settings. */
export async function readModel(
  client: ClientBase,
  tables: ModelTables,
  hash: string,
): Promise<StoredModel | null> {
  const { rows } = await client.query(
    `select model_id::text, record_count, prior, comparisons from ${tables.model}
     where settings_hash = $1 order by model_id desc limit 1`,
    [hash],
  )
  if (rows.length === 0) return null
  const row = modelRow.parse(rows[0])
  return { id: row.model_id, recordCount: row.record_count, prior: row.prior, comparisons: row.comparisons }
}

export async function writeModel(
  client: ClientBase,
  tables: ModelTables,
  hash: string,
  recordCount: number,
  model: MatchModel,
): Promise<StoredModel> {
  const { rows } = await client.query<{ model_id: string }>(
    `insert into ${tables.model} (settings_hash, record_count, prior, comparisons) values ($1, $2, $3, $4)
     returning model_id::text`,
    [hash, recordCount, model.prior, JSON.stringify(model.comparisons)],
  )
  return { id: rows[0]?.model_id ?? '', recordCount, ...model }
}

/**
 * What agreeing on each value adds, from how frequent it is among the records the model is trained on:
 * log2(u of the level / frequency of the value). A value met once or never has the row of null. In the order in which
 * they are looked up, which spares looking all over the table.
 */
export async function writeTerms(
  client: ClientBase,
  schema: string,
  tables: ModelTables,
  settings: IdentitySettings,
  model: StoredModel,
): Promise<void> {
  for (const { comparison, column } of termColumns(settings)) {
    const index = settings.comparisons.findIndex(({ name }) => name === comparison)
    const at = settings.comparisons[index]?.levels.findIndex(({ termFrequency }) => termFrequency) ?? 0
    const u = model.comparisons[index]?.levels[at + 1]?.u ?? 1
    await client.query(
      `insert into ${tables.term} (model_id, comparison, term, weight)
       with counted as (
         select ${named(column)}::text as term, count(*)::float8 as n from ${schema}.record
         where ${named(column)} is not null group by 1
       ), total as (select greatest(sum(n), 1) as n from counted)
       select $1::bigint, $2, term, ln($3::float8 / (counted.n / total.n)) / ln(2::float8)
       from counted, total where counted.n > 1
       union all
       select $1::bigint, $2, null, ln($3::float8 / (${rarest} / total.n)) / ln(2::float8) from total
       order by term`,
      [model.id, comparison, u],
    )
  }
  await client.query(`analyze ${tables.term}`)
}

/** A value met once is likely to be a little more frequent than that: unseen values share what is left. */
const rarest = 1.5

/** Makes table `record` anew with what agreeing on its values adds to each record. */
export async function addTermWeights(
  client: ClientBase,
  schema: string,
  kind: 'temp' | 'unlogged',
  tables: ModelTables,
  settings: IdentitySettings,
  modelId: string,
): Promise<void> {
  const { columns, joins } = termWeights(tables, settings, modelId)
  await client.query(`alter table ${schema}.record rename to bare`)
  await client.query(
    `create ${kind} table ${schema}.record as select ${['p.*', ...columns].join(', ')} from ${schema}.bare p ${joins}`,
  )
  await client.query(`drop table ${schema}.bare`)
}

/** What agreeing on its values adds to each record `p`, as columns and joins of a query. */
export function termWeights(
  tables: ModelTables,
  settings: IdentitySettings,
  modelId: string,
): { columns: string[]; joins: string } {
  const terms = termColumns(settings)
  const joins = terms.map(
    ({ comparison, column }, index) =>
      `left join ${tables.term} t${index} on t${index}.model_id = ${modelId}
         and t${index}.comparison = ${pg.escapeLiteral(comparison)} and t${index}.term = p.${named(column)}::text`,
  )
  const columns = terms.map(({ comparison, column }, index) => {
    const other = otherTerms(tables, modelId, comparison)
    return `case when p.${named(column)} is not null then coalesce(t${index}.weight, ${other}) end as ${termWeightColumn(comparison)}`
  })
  return { columns, joins: joins.join(' ') }
}

function otherTerms(tables: ModelTables, modelId: string, comparison: string): string {
  return `(select weight from ${tables.term} t where t.model_id = ${modelId}
    and t.comparison = ${pg.escapeLiteral(comparison)} and t.term is null)`
}
