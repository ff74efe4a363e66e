import pg from 'pg'
import { quoted } from '../prepare/columns.ts'
import type { MatchingRun, StoredModel } from '../runs/run.ts'
import { termColumns } from '../settings/pair-sources.ts'

/** The column of `record` with what agreement on its value adds to the weight of a comparison. */
export const termWeightColumn = (comparison: string) => quoted(`term of ${comparison}`)

/** A value that occurs once is taken to occur a little more often: values not seen yet share the rest. */
const countOfRarest = 1.5

/**
 * What agreement on each value adds, from its frequency among the records that the model was trained on:
 * log2(u of the level / frequency of the value). Values that occur once or never share the row whose term is null.
 * Rows are written in the order in which they are looked up, so that lookups read few pages.
 */
export async function writeTerms(
  { client, tables, settings }: MatchingRun,
  model: StoredModel,
): Promise<void> {
  for (const { comparison, column } of termColumns(settings)) {
    const index = settings.comparisons.findIndex(({ name }) => name === comparison)
    const level = settings.comparisons[index]?.levels.findIndex(({ termFrequency }) => termFrequency) ?? 0
    const u = model.comparisons[index]?.levels[level + 1]?.u ?? 1
    await client.query(
      `insert into ${tables.identity_term} (model_id, comparison, term, weight)
       with counted as (
         select ${quoted(column)}::text as term, count(*)::float8 as records
         from ${tables.record}
         where ${quoted(column)} is not null
         group by 1
       ), total as (
         select greatest(sum(records), 1) as records
         from counted
       )
       select
         $1::bigint,
         $2,
         term,
         ln($3::float8 / (counted.records / total.records)) / ln(2::float8)
       from counted
       cross join total
       where counted.records > 1
       union all
       select
         $1::bigint,
         $2,
         null,
         ln($3::float8 / (${countOfRarest} / total.records)) / ln(2::float8)
       from total
       order by term`,
      [model.id, comparison, u],
    )
  }
  await client.query(`analyze ${tables.identity_term}`)
}

/** Adds to table `record` what agreement on its values adds, by creating it again. */
export async function addTermWeights(
  { client, tables, settings, create }: MatchingRun,
  model: StoredModel,
): Promise<void> {
  await client.query(
    `alter table ${tables.record} rename to record_without_terms;
     ${create} ${tables.record} as ${withTermWeights({ tables, settings, model }, tables.record_without_terms)};
     drop table ${tables.record_without_terms}`,
  )
}

/** The prepared records of a relation with what agreement on their values adds. */
export function withTermWeights(
  { tables, settings, model }: Pick<MatchingRun, 'tables' | 'settings'> & { readonly model: StoredModel },
  records: string,
): string {
  const terms = termColumns(settings).map(({ comparison, column }, index) => ({
    value: `p.${quoted(column)}`,
    column: termWeightColumn(comparison),
    alias: `term_${index}`,
    ofComparison: `model_id = ${model.id} and comparison = ${pg.escapeLiteral(comparison)}`,
  }))
  const columns = terms.map(
    ({ value, column, alias, ofComparison }) => `case when ${value} is not null then coalesce(
        ${alias}.weight,
        (select weight from ${tables.identity_term} where ${ofComparison} and term is null)
      ) end as ${column}`,
  )
  const joins = terms.map(
    ({ value, alias, ofComparison }) =>
      `left join (select term, weight from ${tables.identity_term} where ${ofComparison}) ${alias}
      on ${alias}.term = ${value}::text`,
  )
  return `
    select
      ${['p.*', ...columns].join(',\n      ')}
    from ${records} p
    ${joins.join('\n    ')}`
}
