import { columns, type ProcedureContext, procedure, sql } from '#engine'
import { PurchaseScorer, ValueScorer } from '../../../analytics/lifetime-value/index.ts'
import { mart_clv_fit } from '../mart_clv_fit.ts'
import { mart_clv_model } from '../mart_clv_model.ts'
import { type Cell, scoreRows } from '../models/score-rows.ts'
import { lifetimeValueCode } from './code.ts'
import { forecastCustomers } from './forecast-customers.ts'
import { daysInWeek, weeksInYear } from './names.ts'
import { type PublishedModels, publishedModels } from './published-models.ts'
import { lifetimeValue } from './settings.ts'
import { spendOfCustomer } from './spend-of-customer.ts'

const months = [3, 12, 24] as const
const horizons = months.map((count) => (count / 12) * weeksInYear)
const discountRate = Math.log1p(lifetimeValue.discountRate) / weeksInYear

const orderColumns = months.flatMap((count) =>
  ['', '_lower', '_upper'].map((end) => `expected_orders_${count}_months${end}`),
)
const valueColumns = months.flatMap((count) =>
  ['_amount', '_lower_amount', '_upper_amount'].map((end) => `expected_value_${count}_months${end}`),
)
export const scoredColumns = [
  'alive_probability',
  ...orderColumns,
  'expected_order_amount',
  ...valueColumns,
  'discounted_residual_amount',
]

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
  const scorers = new Map([...models].map(([group, published]) => [group, scorerOf(published)]))
  await execute(sql`create temp table clv_customer on commit drop as ${forecastCustomers}`)
  await client.query(
    `create temp table clv_score (customer_key bigint, ${scoredColumns.map((name) => `${name} numeric`).join(', ')})
     on commit drop`,
  )
  await scoreRows(client, {
    query: `
      select customer_key, model_group, repeat_order_count, recency_days, age_days, valued_count, net_amount
      from clv_customer
      where model_name is not null and repeat_order_count is not null
      order by model_group, repeat_order_count, age_days, recency_days, customer_key`,
    into: `clv_score (customer_key, ${scoredColumns.join(', ')})`,
    score: ([customer = null, group, ...numbers]) => [
      customer,
      ...(scorers.get(group ?? '')?.(numbers.map(Number)) ?? scoredColumns.map(() => null)),
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

/** A customer's history in days and amounts, to the values of `scoredColumns`. */
function scorerOf({
  model,
  parameters,
  spend,
}: PublishedModels): (history: readonly number[]) => readonly Cell[] {
  const purchases = new PurchaseScorer(model, parameters, { horizons, discountRate })
  const values = spend ? new ValueScorer(purchases, spend) : null
  return ([frequency = NaN, recencyDays = NaN, ageDays = NaN, valuedCount = NaN, netAmount = NaN]) => {
    const recency = recencyDays / daysInWeek
    const age = ageDays / daysInWeek
    if (!values) {
      const { alive, ...orders } = purchases.score(frequency, recency, age)
      return [alive.toFixed(6), ...orderCells(orders), null, ...valueColumns.map(() => null), null]
    }
    const { alive, ...forecast } = values.score(
      { frequency, recency, age },
      spendOfCustomer(valuedCount, netAmount),
    )
    return [
      alive.toFixed(6),
      ...orderCells(forecast),
      forecast.expectedSpend.toFixed(4),
      ...months.flatMap((_, i) => [
        (forecast.expectedValue[i] ?? NaN).toFixed(4),
        (forecast.lowerValue[i] ?? NaN).toFixed(4),
        (forecast.upperValue[i] ?? NaN).toFixed(4),
      ]),
      forecast.discountedValue.toFixed(4),
    ]
  }
}

function orderCells({
  expected,
  lower,
  upper,
}: {
  readonly expected: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}): readonly Cell[] {
  return months.flatMap((_, i) => [(expected[i] ?? NaN).toFixed(6), lower[i] ?? NaN, upper[i] ?? NaN])
}
