import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { render } from '#engine'
import {
  fitPurchases,
  measureForecast,
  PurchaseScorer,
  purchaseModels,
  ValueScorer,
} from '../../analytics/lifetime-value/index.ts'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { driftOf } from '../../transforms/marts/lifetime-value/drift.ts'
import { fitGroup } from '../../transforms/marts/lifetime-value/fit-group.ts'
import { parameterNames, purchaseModelNames } from '../../transforms/marts/lifetime-value/names.ts'
import { mart_clv_group } from '../../transforms/marts/mart_clv_group.ts'
import { cloneDatabase, useDatabase } from '../harness/database.ts'
import { findPlanted } from './planted-buyers.ts'

const db = useDatabase('sample')
const root = join(import.meta.dirname, '..', '..')

async function rowsOf<T extends object>(query: string): Promise<readonly T[]> {
  return (await db.pool.query<T>(query)).rows
}

async function buildAsOf(day: string): Promise<void> {
  const warehouse = await loadWarehouse(join(root, 'transforms'))
  await build(db.pool, { ...warehouse, asOf: () => day }, { jobs: 2 })
}

/** A model's parameters by name, as the mart publishes them. */
async function parameters(
  model: string,
  on: string,
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const rows = await rowsOf<{ model_group: string; estimates: Record<string, number> }>(`
    select model_group, jsonb_object_agg(parameter, estimate) as estimates
    from marts.mart_clv_parameter
    where model_name = '${model}' and fitted_on = '${on}'
    group by 1`)
  return new Map(rows.map(({ model_group, estimates }) => [model_group, estimates]))
}

/** Those of the whole history in the order of the papers. */
async function inOrder(model: string, group: string | undefined): Promise<readonly number[]> {
  const estimates = (await parameters(model, 'whole history')).get(group ?? '')
  return (parameterNames.get(model) ?? []).map((name) => estimates?.[name] ?? Number.NaN)
}

describe('models of the sample company', () => {
  test('find the planted parameters of each kind of customer within their 95 % intervals', async () => {
    const found = await findPlanted(db.pool)
    const isInside = ({ planted, lower, upper }: (typeof found)[number]) =>
      planted >= lower && planted <= upper
    const digits = (number: number) => Number(number.toPrecision(4))
    console.table(
      found.map((one) => ({
        ...one,
        found: digits(one.found),
        lower: digits(one.lower),
        upper: digits(one.upper),
        inside: isInside(one),
      })),
    )
    expect(found).toHaveLength(35)
    // of 35 intervals of 95 %, four or more miss once in twelve times
    expect(found.filter((one) => !isInside(one)).length).toBeLessThanOrEqual(4)
    // how often people buy is known well enough to tell the kinds apart
    const rate = (kind: string) => {
      const of = (name: string) =>
        found.find((one) => one.kind === kind && one.parameter === name)?.found ?? 0
      return of('r') / of('alpha')
    }
    expect(rate('devoted')).toBeGreaterThan(2 * rate('regular'))
    expect(rate('regular')).toBeGreaterThan(rate('bargains'))
  })

  test('are fitted to the calibration without seeing the holdout', async () => {
    const histories = await rowsOf<{ model_group: string; x: number; recency: number; age: number }>(`
      with cut as (select calibration_to_date as day from marts.mart_clv_window)
      select
        (select model_group from marts.mart_clv_fit limit 1) as model_group,
        count(distinct ordered_date)::int - 1 as x,
        max(ordered_date) - min(ordered_date) as recency,
        min(cut.day) - min(ordered_date) as age
      from warehouse.fct_orders
      join warehouse.dim_customer using (customer_key)
      cross join cut
      where is_purchase and is_counted and ordered_date <= cut.day
      group by customer_key`)
    const groups = await rowsOf<{ groups: number; customers: number }>(`
      select count(distinct model_group)::int as groups, max(customer_count) as customers
      from marts.mart_clv_fit where fitted_on = 'calibration' and model_name = 'BG/NBD'`)
    // so small a company is one group, which is all customers
    expect(groups[0]).toEqual({ groups: 1, customers: histories.length })
    const fit = fitPurchases('bg_nbd', {
      frequency: histories.map(({ x }) => x),
      recency: histories.map(({ recency }) => recency / 7),
      age: histories.map(({ age }) => age / 7),
      customers: histories.map(() => 1),
    })
    const [published] = (await parameters('BG/NBD', 'calibration')).values()
    for (const { name, value } of fit.estimates) expect(published?.[name]).toBeCloseTo(value, 2)
  })

  test('are measured in SQL as analytics defines the measures', async () => {
    const holdout = await rowsOf<Record<string, string>>('select * from marts.mart_clv_holdout')
    for (const [method, column] of [
      ['BG/NBD', 'bg_nbd'],
      ['same as last year', 'same_as_last_year'],
      ['mean of the segment', 'mean_of_segment'],
    ] as const) {
      for (const [target, predicted, actual] of [
        ['orders', `${column}_orders`, 'actual_order_count'],
        ['value', `${column}_amount`, 'actual_amount'],
      ] as const) {
        const expected = measureForecast(
          holdout.map((row) => Number(row[predicted])),
          holdout.map((row) => Number(row[actual])),
        )
        const [measured] = await rowsOf<Record<string, string>>(`
          select * from marts.mart_clv_backtest where method_name = '${method}' and target = '${target}'`)
        const ours = (name: string) => Number(measured?.[name])
        expect(ours('mean_absolute_error')).toBeCloseTo(expected.meanAbsoluteError, 5)
        expect(ours('root_mean_square_error')).toBeCloseTo(expected.rootMeanSquareError, 5)
        expect(ours('bias')).toBeCloseTo(expected.bias, 5)
        expect(ours('gini')).toBeCloseTo(expected.gini ?? Number.NaN, 5)
        const deciles = await rowsOf<Record<string, string>>(`
          select * from marts.mart_clv_calibration
          where method_name = '${method}' and target = '${target}' order by decile`)
        expect(deciles).toHaveLength(10)
        expected.deciles.forEach((decile, i) => {
          expect(Number(deciles[i]?.predicted_mean)).toBeCloseTo(decile.predicted, 4)
          expect(Number(deciles[i]?.actual_mean)).toBeCloseTo(decile.actual, 4)
        })
      }
    }
  })

  test('are published only if they did better than the naive methods, and the rest says why not', async () => {
    const models = await rowsOf<Record<string, unknown>>(
      'select * from marts.mart_clv_model order by model_group, model_name',
    )
    expect(models).toHaveLength(4)
    for (const model of models.filter(({ is_published }) => is_published)) {
      expect(Number(model.backtest_error)).toBeLessThanOrEqual(Number(model.baseline_error))
    }
    expect(
      models.filter(({ is_published, model_name }) => is_published && model_name !== 'Gamma-Gamma'),
    ).toHaveLength(1)
    const best = await rowsOf<{ method_name: string }>(`
      select method_name from marts.mart_clv_backtest
      where target = 'orders' and not is_baseline order by root_mean_square_error limit 1`)
    expect(
      models.find(({ is_published, model_name }) => is_published && model_name !== 'Gamma-Gamma')?.model_name,
    ).toBe(best[0]?.method_name)
  })
})

test('a forecast can be computed again from what stands beside it', async () => {
  const rows = await rowsOf<Record<string, string>>(`
    select forecast.*, valued.valued_count
    from marts.mart_customer_forecast forecast
    join (
      select customer_key, count(distinct ordered_date) as valued_count
      from warehouse.fct_orders where is_purchase and net_amount is not null group by 1
    ) valued using (customer_key)
    where forecast_status = 'orders and value'
    order by customer_key limit 60`)
  expect(rows.length).toBeGreaterThan(50)
  for (const row of rows) {
    const name = row.model_name ?? ''
    const model = purchaseModels.find((each) => purchaseModelNames[each] === name)
    if (!model) throw new Error(`no model is called ${name}`)
    const scorer = new ValueScorer(
      new PurchaseScorer(model, await inOrder(name, row.model_group), {
        horizons: [365.25 / 7],
        discountRate: Math.log(1.1) / (365.25 / 7),
      }),
      await inOrder('Gamma-Gamma', row.model_group),
    )
    const count = Number(row.valued_count)
    const forecast = scorer.score(
      {
        frequency: Number(row.repeat_order_count),
        recency: Number(row.recency_days) / 7,
        age: Number(row.age_days) / 7,
      },
      { purchases: count, meanValue: Math.max(0.01, Number(row.historic_value_amount) / count) },
    )
    expect(Number(row.alive_probability)).toBeCloseTo(forecast.alive, 5)
    expect(Number(row.expected_orders_12_months)).toBeCloseTo(forecast.expected[0] ?? Number.NaN, 5)
    expect(Number(row.expected_orders_12_months_upper)).toBe(forecast.upper[0])
    expect(Number(row.expected_value_12_months_amount)).toBeCloseTo(
      forecast.expectedValue[0] ?? Number.NaN,
      2,
    )
    expect(Number(row.discounted_residual_amount)).toBeCloseTo(forecast.discountedValue, 2)
    expect(Number(row.predicted_lifetime_value_amount)).toBeCloseTo(
      Number(row.historic_value_amount) + forecast.discountedValue,
      2,
    )
  }
})

test('small groups are pooled until they are enough, and nobody is lost', async () => {
  if (!('strings' in mart_clv_group.query)) throw new Error('mart_clv_group is not a query')
  const pooling = render(mart_clv_group.query, ({ name }) => `pg_temp.${name.split('.')[1]}`).text
  const client = await db.pool.connect()
  try {
    await client.query(`
      create temp table fct_orders (customer_key bigint, ordered_date date, is_purchase boolean, net_amount numeric);
      create temp table dim_customer (customer_key bigint, market text, is_counted boolean);
      create temp table fct_customer_acquisitions (customer_key bigint, channel_key bigint);
      create temp table dim_channel (channel_key bigint, channel_name text);
      create temp table mart_clv_window as select date '2026-01-01' as calibration_to_date, date '2026-06-01' as fit_to_date`)
    const markets = ['United Kingdom', 'Ireland', 'France', 'Germany', 'Netherlands', 'Other']
    const sizes = fc.tuple(...markets.map(() => fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 150 }))))
    await fc.assert(
      fc.asyncProperty(sizes, async (counts) => {
        await client.query('truncate fct_orders, dim_customer')
        await client.query(
          `insert into dim_customer
           select row_number() over (), market, true
           from unnest($1::text[], $2::int[]) as group_size(market, size), generate_series(1, size)`,
          [markets, counts],
        )
        await client.query(
          `insert into fct_orders select customer_key, date '2025-05-05', true, 1 from dim_customer`,
        )
        const { rows } = await client.query<{
          model_group: string
          customer_count: number
          is_pooled: boolean
        }>(pooling)
        const total = counts.reduce((sum, count) => sum + count, 0)
        expect(rows.reduce((sum, row) => sum + row.customer_count, 0)).toBe(total)
        const groups = Map.groupBy(rows, ({ model_group }) => model_group)
        for (const [name, members] of groups) {
          const size = members.reduce((sum, row) => sum + row.customer_count, 0)
          if (size < 100) expect(groups.size).toBe(1)
          expect(members.every(({ is_pooled }) => is_pooled) || members.length === 1).toBe(true)
          if (members.length > 1) expect(['small groups', 'all customers']).toContain(name)
        }
      }),
      { numRuns: 40 },
    )
  } finally {
    client.release(true)
  }
})

test('a model has drifted if what happens is further from it than chance and a fifth allow', () => {
  const histories = { frequency: [2, 0], recency: [30, 0], age: [40, 20], customers: [300, 700] }
  const models = fitGroup(
    {
      purchases: histories,
      spend: { purchases: [1, 2], meanValue: [10, 20] },
      customerCount: 1000,
      repeatCustomerCount: 300,
      unspentCount: 0,
    },
    null,
  )
  const windows = { scheduledEnd: '2025-11-30', today: '2025-12-28' }
  const expected = driftOf(models, histories, 0, windows)?.expected ?? 0
  expect(expected).toBeGreaterThan(20)
  const drifts = (share: number) =>
    driftOf(models, histories, Math.round(share * expected), windows)?.hasDrifted
  expect(drifts(1.1)).toBe(false)
  expect(drifts(3)).toBe(true)
  expect(drifts(0.1)).toBe(true)
  // the same share of a smaller number can be chance
  const few = { ...histories, customers: [3, 7] }
  expect(driftOf(models, few, Math.round((1.5 * expected) / 100), windows)?.hasDrifted).toBe(false)
  expect(driftOf([], histories, 10, windows)).toBeNull()
})

describe('on another day', () => {
  test('models are fitted to the months that are over, and the registry says why they changed', async () => {
    const before = await rowsOf(
      `select refit_because, window_to_date::text from ops.model_registry where subject = 'lifetime value'`,
    )
    expect(before).toEqual(
      Array.from({ length: 4 }, () => ({ refit_because: 'first fit', window_to_date: '2026-09-30' })),
    )
    await buildAsOf('2025-12-28')
    const fits = await rowsOf(`
      select distinct window_to_date::text, has_drifted from marts.mart_clv_fit where fitted_on = 'whole history'`)
    expect(fits).toEqual([{ window_to_date: '2025-11-30', has_drifted: false }])
    expect(
      await rowsOf(
        `select distinct refit_because, window_to_date::text from ops.model_current where subject = 'lifetime value'`,
      ),
    ).toEqual([{ refit_because: 'schedule', window_to_date: '2025-11-30' }])
    await expect(db.pool.query('delete from ops.model_registry')).rejects.toThrow(/append-only/)
  })

  test('a month that is not over is marked in every cohort', async () => {
    for (const mart of ['mart_cohort', 'mart_cohort_channel', 'mart_cohort_product', 'mart_cohort_store']) {
      expect(
        await rowsOf(`
          select is_complete, max(month_date)::text as last_month_date
          from marts.${mart} group by 1 order by 1`),
      ).toEqual([
        { is_complete: false, last_month_date: '2025-12-01' },
        { is_complete: true, last_month_date: '2025-11-01' },
      ])
    }
  })

  test('with the first customer, and with none, nothing is forecast, and it says why', async () => {
    const [first] = await rowsOf<{ day: string }>(
      `select (min(ordered_date) + 10)::text as day from warehouse.fct_orders where is_purchase and customer_key > 0`,
    )
    await buildAsOf(first?.day ?? '')
    const reasons = await rowsOf<{ reason: string; model: string | null }>(`
      select no_forecast_because as reason, model_name as model from marts.mart_customer_forecast
      group by 1, 2 order by no_forecast_because = 'has not ordered yet'`)
    expect(reasons).toEqual([
      {
        reason: expect.stringMatching(
          /^(a model needs 26 weeks of history, and has \d|nobody had bought anything by .*)$/,
        ),
        model: null,
      },
      { reason: 'has not ordered yet', model: null },
    ])
    expect(await rowsOf('select * from marts.mart_clv_backtest')).toEqual([])
    const empty = await cloneDatabase('built')
    try {
      const { rows } = await empty.pool.query('select impossible_because from marts.mart_clv_window')
      expect(rows).toEqual([{ impossible_because: expect.stringMatching(/^nobody had bought anything by /) }])
      for (const mart of ['mart_customer_forecast', 'mart_clv_model', 'mart_clv_tracking', 'mart_cohort'])
        expect((await empty.pool.query(`select from marts.${mart}`)).rowCount).toBe(0)
    } finally {
      await empty.drop()
    }
  })
})
