import { join } from 'node:path'
import type pg from 'pg'
import { build } from '../engine/build/build.ts'
import { loadWarehouse } from '../engine/graph/catalogue.ts'
import { isoDay, today } from '../seeds/sample/calendar.ts'
import { defaultCompany } from '../seeds/sample/company.ts'
import { loadSample } from '../seeds/sample/load.ts'
import { hazardOf } from '../seeds/sample/systems/stripe-billing.ts'
import { report, withServer } from './setup/server.ts'

/*
 * What is planted in the sample company against what is found: how subscribers leave, and what drives customers away. It
 * takes thousands of customers to see that a late parcel makes people leave, so tests cannot do it.
 *
 *   node bench/churn.ts [CUSTOMERS]
 */

const customers = Number(process.argv[2] ?? 10_000)

await withServer(async ({ pool }) => {
  await loadSample(pool, { ...defaultCompany, customers })
  const warehouse = await loadWarehouse(join(import.meta.dirname, '../transforms'))
  await build(pool, { ...warehouse, asOf: () => isoDay(today) }, { jobs: 2 })
  await subscribers(pool)
  await drivers(pool)
  await checks(pool)
})

/** The planted share that stays, within the band of the observed curve; later months have one chance to leave. */
async function subscribers(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<Record<'month' | 'share' | 'lower' | 'upper' | 'model', number>>(`
    select renewal_number as month, survival_share::float as share, survival_lower::float as lower,
      survival_upper::float as upper, model_share::float as model
    from marts.mart_subscription_retention
    where survival_share is not null and renewal_number between 1 and 6
    order by plan_key, renewal_number`)
  let planted = 1
  const compared = rows.map((row) => {
    planted = (row.month === 1 ? 1 : planted) * (1 - hazardOf(row.month))
    return { planted, ...row, isInside: row.lower <= planted && planted <= row.upper }
  })
  console.table(compared)
  const later = await pool.query<Record<'left' | 'due', number>>(`
    select sum(left_count)::float as left, sum(at_risk_count)::float as due
    from marts.mart_subscription_retention where renewal_number > 6`)
  const { left = 0, due = 1 } = later.rows[0] ?? {}
  // the sample company bills every 30 days, and a month of the calendar is a little longer
  const hazard = (hazardOf(7) * 365.25) / 360
  console.log(`after month 6, ${left} of ${due} renewals refused: ${left / due}, planted ${hazard}`)
  const outside = compared.filter(({ isInside }) => !isInside).length
  report({ what: 'planted shares outside their 95 % bands', value: outside, unit: 'of 12', limit: 2, aim: 1 })
  const error = Math.abs(left / due - hazard) / Math.sqrt((hazard * (1 - hazard)) / due)
  report({
    what: 'later hazard, off the planted one',
    value: error,
    unit: 'standard errors',
    limit: 2.6,
    aim: 2,
  })
}

/** Late and damaged parcels make people leave 2.5 times likelier; nothing else that happens to them does. */
async function drivers(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<Record<'feature', string> & Record<'effect' | 'lower' | 'odds', number>>(`
    select feature, effect::float, effect_lower::float as lower, odds_ratio::float as odds
    from marts.mart_churn_model where kind = 'experience' and odds_ratio is not null
    order by odds_ratio desc`)
  console.table(rows)
  const place = rows.findIndex(({ feature }) => feature === 'late_parcel') + 1
  const late = rows[place - 1]
  report({
    what: 'place of late parcels among drivers of experience',
    value: place,
    unit: '',
    limit: 2,
    aim: 1,
  })
  report({
    what: 'effect of late parcels, lower end, negated',
    value: -(late?.lower ?? -1),
    unit: '',
    limit: 0,
    aim: null,
  })
}

async function checks(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<
    Record<'predictor' | 'population', string> & Record<'auc' | 'slope', number>
  >(`
    select predictor, population, customer_count, left_count, auc::float, brier_score, log_loss, top_tenth_lift,
      calibration_slope::float as slope, model_advantage_lower as advantage
    from marts.mart_churn_evaluation order by population, log_loss`)
  console.table(rows)
  console.table((await pool.query('select * from marts.mart_churn_calibration order by tenth')).rows)
  const model = rows.find(({ predictor, population }) => predictor === 'model' && population === 'active')
  report({
    what: 'AUC of the churn model below 1',
    value: 1 - (model?.auc ?? 0),
    unit: '',
    limit: 0.37,
    aim: 0.33,
  })
  report({
    what: 'calibration slope, off 1',
    value: Math.abs((model?.slope ?? 0) - 1),
    unit: '',
    limit: 0.25,
    aim: 0.1,
  })
  const steps = await pool.query<{ relation: string; seconds: number }>(`
    select relation, seconds::float from ops.steps
    where relation in ('marts.mart_churn_fit', 'marts.mart_churn_risk', 'marts.mart_next_order')`)
  for (const { relation, seconds } of steps.rows)
    report({
      what: `building ${relation}`,
      value: (seconds * 1e6) / customers,
      unit: 's for a million customers',
      limit: null,
      aim: null,
    })
}
