import { columns, type ProcedureContext, procedure, sql } from '#engine'
import { mart_clv_fit } from '../mart_clv_fit.ts'
import { mart_clv_model } from '../mart_clv_model.ts'
import { scoreRows } from '../models/score-rows.ts'
import { lifetimeValueCode } from './code.ts'
import { forecastCustomers } from './forecast-customers.ts'
import { publishedModels } from './published-models.ts'
import { scoredColumns, scorerOf } from './score-customer.ts'
import { lifetimeValue } from './settings.ts'

/** Scores customers one by one with what they have done up to the as-of day; memory does not grow with their number. */
export const scoreCustomers = procedure({
  reads: [mart_clv_fit, mart_clv_model, ...forecastCustomers.reads],
  code: lifetimeValueCode,
  settings: [JSON.stringify(lifetimeValue)],
  run: score,
})

async function score(context: ProcedureContext): Promise<void> {
  const { client, execute, into } = context
  const models = await publishedModels(context)
  await execute(sql`create temp table clv_customer on commit drop as ${forecastCustomers}`)
  await client.query(
    `create temp table clv_score (customer_key bigint, ${scoredColumns.map((name) => `${name} numeric`).join(', ')})
     on commit drop`,
  )
  // one at a time, because customers come group by group
  let scored: { readonly group: string; readonly scorer: ReturnType<typeof scorerOf> | null } | null = null
  const scorerFor = (group: string) => {
    if (scored?.group !== group) {
      const published = models.get(group)
      scored = { group, scorer: published ? scorerOf(published) : null }
    }
    return scored.scorer
  }
  await scoreRows(client, {
    query: `
      select customer_key, model_group, repeat_order_count, recency_days, age_days, valued_count, net_amount
      from clv_customer
      where model_name is not null and repeat_order_count is not null
      order by model_group, repeat_order_count, age_days, recency_days, customer_key`,
    into: `clv_score (customer_key, ${scoredColumns.join(', ')})`,
    score: ([customer = null, group, ...numbers]) => [
      customer,
      ...(scorerFor(group ?? '')?.(numbers.map(Number)) ?? scoredColumns.map(() => null)),
    ],
  })
  await execute(sql`
    insert into ${into}
    select
      customer_key,
      forecast_status,
      no_forecast_because,
      group_name,
      model_group,
      model_name,
      spend_model_name,
      model_fitted_to_date,
      first_ordered_date,
      last_ordered_date,
      repeat_order_count,
      recency_days,
      age_days,
      historic_value_amount,
      ${columns(...scoredColumns)},
      historic_value_amount + discounted_residual_amount as predicted_lifetime_value_amount,
      discount_rate,
      as_of_date
    from clv_customer
    left join clv_score using (customer_key)`)
}
