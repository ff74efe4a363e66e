import type pg from 'pg'
import { expect } from 'vitest'
import { PurchaseScorer, purchaseModels, ValueScorer } from '../../analytics/lifetime-value/index.ts'
import { parameterNames, purchaseModelNames } from '../../transforms/marts/lifetime-value/names.ts'

/** A model's parameters by group and name, as the mart publishes them. */
export async function parametersOf(
  pool: pg.Pool,
  model: string,
  on: string,
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const { rows } = await pool.query<{ model_group: string; estimates: Record<string, number> }>(`
    select model_group, jsonb_object_agg(parameter, estimate) as estimates
    from marts.mart_clv_parameter
    where model_name = '${model}' and fitted_on = '${on}'
    group by 1`)
  return new Map(rows.map(({ model_group, estimates }) => [model_group, estimates]))
}

/** Computes forecasts from the parameters and the history that are published beside them. */
export async function expectForecastsAgain(
  pool: pg.Pool,
  status: 'orders only' | 'orders and value',
): Promise<void> {
  /** Parameters of the whole history in the order of the papers. */
  const inOrder = async (model: string, group: string | undefined) => {
    const estimates = (await parametersOf(pool, model, 'whole history')).get(group ?? '')
    return (parameterNames.get(model) ?? []).map((name) => estimates?.[name] ?? Number.NaN)
  }
  const { rows } = await pool.query<Record<string, string>>(`
    select forecast.*, valued.valued_count
    from marts.mart_customer_forecast forecast
    join (
      select customer_key, count(distinct ordered_date) as valued_count
      from warehouse.fct_orders where is_purchase and net_amount is not null group by 1
    ) valued using (customer_key)
    where forecast_status = '${status}'
    order by customer_key limit 60`)
  expect(rows.length).toBeGreaterThan(50)
  for (const row of rows) {
    const name = row.model_name ?? ''
    const model = purchaseModels.find((each) => purchaseModelNames[each] === name)
    if (!model) throw new Error(`no model is called ${name}`)
    const purchases = new PurchaseScorer(model, await inOrder(name, row.model_group), {
      horizons: [365.25 / 7],
      discountRate: Math.log(1.1) / (365.25 / 7),
    })
    const history = {
      frequency: Number(row.repeat_order_count),
      recency: Number(row.recency_days) / 7,
      age: Number(row.age_days) / 7,
    }
    const { alive, expected, upper } = purchases.score(history.frequency, history.recency, history.age)
    expect(Number(row.alive_probability)).toBeCloseTo(alive, 5)
    expect(Number(row.expected_orders_12_months)).toBeCloseTo(expected[0] ?? Number.NaN, 5)
    if (status === 'orders only') continue
    const count = Number(row.valued_count)
    const value = new ValueScorer(purchases, await inOrder('Gamma-Gamma', row.model_group)).score(history, {
      purchases: count,
      meanValue: Math.max(0.01, Number(row.historic_value_amount) / count),
    })
    expect(Number(row.expected_orders_12_months_upper)).toBe(upper[0])
    expect(Number(row.expected_value_12_months_amount)).toBeCloseTo(value.expectedValue[0] ?? Number.NaN, 2)
    expect(Number(row.discounted_residual_amount)).toBeCloseTo(value.discountedValue, 2)
    expect(Number(row.predicted_lifetime_value_amount)).toBeCloseTo(
      Number(row.historic_value_amount) + value.discountedValue,
      2,
    )
  }
}
