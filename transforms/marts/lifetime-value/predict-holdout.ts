import { columns, type ProcedureContext, procedure, sql } from '#engine'
import { expectedSpend, type PurchaseModel, purchaseModels } from '../../../analytics/lifetime-value/index.ts'
import { mart_clv_fit } from '../mart_clv_fit.ts'
import { mart_clv_window } from '../mart_clv_window.ts'
import { type Cell, scoreRows } from '../models/score-rows.ts'
import { lifetimeValueCode } from './code.ts'
import { ExpectedOrders } from './expected-orders.ts'
import { type GroupModels, readModels } from './fitted-models.ts'
import { holdoutCustomers } from './holdout-customers.ts'
import { daysInWeek } from './names.ts'
import { spendOfCustomer } from './spend-of-customer.ts'

export const predictedColumns = purchaseModels.flatMap((model) => [`${model}_orders`, `${model}_amount`])

/** Predicts with models that were fitted to the calibration; the holdout is only in what they are compared with. */
export const predictHoldout = procedure({
  reads: [mart_clv_fit, mart_clv_window, ...holdoutCustomers.reads],
  code: lifetimeValueCode,
  run: predict,
})

async function predict(context: ProcedureContext): Promise<void> {
  const { client, execute, into, nameOf } = context
  const { rows } = await client.query<{ weeks: number | null }>(
    `select holdout_weeks as weeks from ${nameOf(mart_clv_window)}`,
  )
  const weeks = rows[0]?.weeks ?? 0
  const models = await readModels(context, mart_clv_fit, 'calibration')
  const forecasts = new Map([...models].map(([group, fitted]) => [group, forecastsOf(fitted, weeks)]))
  await execute(sql`create temp table clv_holdout on commit drop as ${holdoutCustomers}`)
  await client.query(
    `create temp table clv_predicted (customer_key bigint, ${predictedColumns.map((name) => `${name} numeric`).join(', ')})
     on commit drop`,
  )
  await scoreRows(client, {
    query: `
      select customer_key, model_group, frequency, recency_days, age_days, valued_count, net_amount
      from clv_holdout
      order by model_group, frequency, age_days, recency_days, customer_key`,
    into: `clv_predicted (customer_key, ${predictedColumns.join(', ')})`,
    score: ([customer = null, group, ...numbers]) => [
      customer,
      ...(forecasts.get(group ?? '')?.(numbers.map(Number)) ?? predictedColumns.map(() => null)),
    ],
  })
  await execute(sql`
    insert into ${into}
    select
      customer_key,
      model_group,
      first_ordered_date,
      last_ordered_date,
      frequency,
      recency_days,
      age_days,
      valued_count,
      net_amount,
      segment,
      holdout_count,
      holdout_amount,
      ${columns(...predictedColumns)},
      year_orders,
      year_scaled_amount,
      segment_orders,
      segment_amount
    from clv_holdout
    join clv_predicted using (customer_key)`)
}

/** For each model, the orders and their value that it expects of a customer in the holdout. */
function forecastsOf(
  { purchases, spend }: GroupModels,
  weeks: number,
): (history: readonly number[]) => readonly Cell[] {
  const orders = new Map<PurchaseModel, ExpectedOrders>(
    [...purchases].map(([model, parameters]) => [model, new ExpectedOrders(model, parameters, weeks)]),
  )
  return ([frequency = NaN, recency = NaN, age = NaN, valuedCount = NaN, netAmount = NaN]) => {
    const known = spendOfCustomer(valuedCount, netAmount)
    const each = spend ? expectedSpend(spend, known.purchases, known.meanValue) : null
    return purchaseModels.flatMap((model) => {
      const expected = orders.get(model)?.of(frequency, recency / daysInWeek, age / daysInWeek)
      if (expected === undefined) return [null, null]
      return [expected.toFixed(6), each === null ? null : (expected * each).toFixed(4)]
    })
  }
}
