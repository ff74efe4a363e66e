import { join } from 'node:path'
import {
  asOfDay,
  day,
  decimal,
  holds,
  integer,
  key,
  type ProcedureContext,
  procedure,
  references,
  sql,
  transform,
} from '#engine'
import { kaplanMeier, type Survival } from '../../analytics/retention/kaplan-meier.ts'
import {
  expectedRenewals,
  expectedRenewalsBand,
  residualLifetime,
  retained,
} from '../../analytics/retention/shifted-beta-geometric.ts'
import { dim_plan } from '../warehouse/dim_plan.ts'
import { fct_subscriptions } from '../warehouse/fct_subscriptions.ts'
import { insertRows, type MadeRow, rounded, roundedOrNull } from './models/insert-rows.ts'
import { fitPlans, type PlanRetention } from './retention/fit-plans.ts'
import { retentionSettings } from './retention/settings.ts'

/**
 * The observed curve assumes nothing and ends with the oldest subscription; the model goes on. Where they part, believe the
 * observed one. Months are those of the calendar, so a plan that is billed each year has a renewal every 12.
 */
export const mart_subscription_retention = transform('marts.mart_subscription_retention', {
  description:
    'The share of the subscribers of a plan who are still there after so many renewals, as observed (Kaplan and Meier) and ' +
    'by the model in mart_subscription_model, and how long those who got that far are expected to stay; one row for each ' +
    'plan and number of renewals.',
  grain: ['plan_key', 'renewal_number'],
  columns: {
    plan_key: key('The plan; -1 if it is not known'),
    renewal_number: integer('Renewals agreed to so far; 0 is the start'),
    month_number: decimal('Months from the start to that renewal'),
    at_risk_count: integer('Subscriptions that came to this renewal. Additive over plans'),
    left_count: integer('Of these, ended with it. Additive'),
    survival_share: decimal('Observed share that is still there after it. Not additive').orNull(),
    survival_lower: decimal('Lower end of its 95 % band').orNull(),
    survival_upper: decimal('Upper end of its 95 % band').orNull(),
    model_share: decimal('The same by the model. Not additive').orNull(),
    model_lower: decimal('Lower end of its 95 % band').orNull(),
    model_upper: decimal('Upper end of its 95 % band').orNull(),
    stays_12_months_share: decimal(
      'Share of those who got that far who are still there 12 months later, by the model',
    ).orNull(),
    expected_12_months: decimal(
      'Months that somebody who got that far is expected to pay for in the next 12, by the model',
    ).orNull(),
    expected_12_months_lower: decimal('Lower end of its 95 % interval').orNull(),
    expected_12_months_upper: decimal('Upper end of its 95 % interval').orNull(),
    expected_36_months: decimal('The same in the next 36 months').orNull(),
    expected_36_months_lower: decimal('Lower end of its 95 % interval').orNull(),
    expected_36_months_upper: decimal('Upper end of its 95 % interval').orNull(),
    residual_lifetime_months: decimal(
      'All months to come, each worth less the later it is paid for, by the discount rate in the settings (Fader and Hardie 2010)',
    ).orNull(),
    fitted_until_date: day('First day of the month of the build: what happened since then is not in it'),
  },
  tests: [
    references('plan_key', dim_plan),
    holds(
      'shares are between 0 and 1, and within their bands',
      sql`survival_lower between 0 and survival_share and survival_upper between survival_share and 1
        and coalesce(model_lower between 0 and model_share and model_upper between model_share and 1, true)`,
    ),
    holds(
      'nobody pays for more months than there are',
      sql`expected_12_months between 0 and 12 and expected_36_months between expected_12_months and 36`,
    ),
  ],
  query: procedure({
    reads: [fct_subscriptions, dim_plan, asOfDay],
    code: [
      join(import.meta.dirname, '../../analytics/retention'),
      join(import.meta.dirname, 'retention'),
      join(import.meta.dirname, 'models/insert-rows.ts'),
      import.meta.filename,
    ],
    settings: [String(retentionSettings.yearlyDiscountRate)],
    run: writeCurves,
  }),
})

async function writeCurves(context: ProcedureContext): Promise<void> {
  await insertRows(context, (await fitPlans(context)).flatMap(rowsOf))
}

function rowsOf(plan: PlanRetention): MadeRow<keyof typeof mart_subscription_retention.columns>[] {
  const curve = kaplanMeier(plan.table)
  const start = { time: 0, atRisk: plan.subscriptions, left: 0, survival: 1, lower: 1, upper: 1 }
  return Array.from({ length: plan.longest + 1 }, (_, number) => {
    const observed = number === 0 ? start : curve.find(({ time }) => time === number)
    return { ...observedOf(plan, number, observed), ...modelOf(plan, number) }
  })
}

function observedOf(
  plan: PlanRetention,
  number: number,
  observed: Omit<Survival, 'standardError'> | undefined,
) {
  return {
    plan_key: plan.planKey,
    renewal_number: number,
    month_number: rounded(number * plan.intervalMonths),
    at_risk_count: observed?.atRisk ?? 0,
    left_count: observed?.left ?? 0,
    survival_share: roundedOrNull(observed?.survival),
    survival_lower: roundedOrNull(observed?.lower),
    survival_upper: roundedOrNull(observed?.upper),
    fitted_until_date: plan.fittedUntil,
  }
}

/** Expectations are in months: a renewal pays for an interval of the plan. */
function modelOf({ fit, intervalMonths }: PlanRetention, number: number) {
  const rate = (1 + retentionSettings.yearlyDiscountRate) ** (intervalMonths / 12) - 1
  const within = (months: number) => Math.floor(months / intervalMonths + 1e-6)
  const months = (renewals: number | null | undefined) =>
    roundedOrNull(renewals === null || renewals === undefined ? null : renewals * intervalMonths)
  const expected = (horizon: number) => ({
    mean: months(fit && expectedRenewals(fit, number, within(horizon))),
    lower: months(
      fit && within(horizon) > 0 ? expectedRenewalsBand(fit, number, within(horizon)).lower : null,
    ),
    upper: months(
      fit && within(horizon) > 0 ? expectedRenewalsBand(fit, number, within(horizon)).upper : null,
    ),
  })
  const share = fit && retained(fit, number)
  const [year, threeYears] = [expected(12), expected(36)]
  return {
    model_share: roundedOrNull(share?.share),
    model_lower: roundedOrNull(share?.lower),
    model_upper: roundedOrNull(share?.upper),
    stays_12_months_share: fit && share && rounded(retained(fit, number + within(12)).share / share.share),
    expected_12_months: year.mean,
    expected_12_months_lower: year.lower,
    expected_12_months_upper: year.upper,
    expected_36_months: threeYears.mean,
    expected_36_months_lower: threeYears.lower,
    expected_36_months_upper: threeYears.upper,
    residual_lifetime_months: months(fit && residualLifetime(fit, number, rate)),
  }
}
