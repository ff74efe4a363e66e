import { join } from 'node:path'
import {
  asOfDay,
  day,
  decimal,
  hashCode,
  integer,
  key,
  oneOf,
  type ProcedureContext,
  procedure,
  references,
  sql,
  text,
  transform,
  value,
} from '#engine'
import { refusalChance, retentionIntervals } from '../../analytics/retention/shifted-beta-geometric.ts'
import { dim_plan } from '../warehouse/dim_plan.ts'
import { fct_subscriptions } from '../warehouse/fct_subscriptions.ts'
import { appendToRegistry } from './models/append-to-registry.ts'
import { insertRows, type MadeRow, rounded, roundedOrNull } from './models/insert-rows.ts'
import { fitPlans, type PlanRetention } from './retention/fit-plans.ts'

const code = [
  join(import.meta.dirname, '../../analytics/retention'),
  join(import.meta.dirname, 'retention'),
  import.meta.filename,
]

/** The model describes what it can be fitted to: with too few cancellations there is none, and no forecast either. */
export const mart_subscription_model = transform('marts.mart_subscription_model', {
  description:
    'How the subscribers of each plan stay: the shifted-beta-geometric model of Fader and Hardie (2007), one row for each ' +
    'plan that somebody paid for.',
  grain: ['plan_key'],
  columns: {
    plan_key: key('The plan; -1 if it is not known'),
    interval_months: decimal('Months from one renewal to the next'),
    subscription_count: integer('Subscriptions that the plan has had. Additive'),
    renewal_count: integer('Renewals that were due, and either agreed to or refused. Additive'),
    refusal_count: integer('Of these, refused: the subscription ended. Additive'),
    model_group: oneOf(
      'What the model is fitted to; plans with few cancellations are described together, and with too few not at all',
      ['plan', 'plans of the same interval', 'none'],
    ),
    status: text(
      'How the fit ended: converged; homogeneous, if all subscribers have the same chance to leave; polarised, if they either leave at once or never; unsettled',
    ).orNull(),
    alpha: decimal('First parameter of the beta distribution of chances to leave. Not additive').orNull(),
    alpha_lower: decimal('Lower end of its 95 % interval').orNull(),
    alpha_upper: decimal('Upper end of its 95 % interval').orNull(),
    beta: decimal('Second parameter. Not additive').orNull(),
    beta_lower: decimal('Lower end of its 95 % interval').orNull(),
    beta_upper: decimal('Upper end of its 95 % interval').orNull(),
    mean_refusal_share: decimal('Mean chance to refuse the first renewal. Not additive').orNull(),
    log_likelihood: decimal('Natural logarithm of the likelihood of the model. Not additive').orNull(),
    fitted_until_date: day('First day of the month of the build: what happened since then is not in the fit'),
  },
  tests: [references('plan_key', dim_plan)],
  query: procedure({ reads: [fct_subscriptions, dim_plan, asOfDay], code, run: writeModels }),
  onPublish: (self, runId) =>
    appendToRegistry(
      'subscriptions',
      sql`
        select
          plan_id || ' of ' || source as group_name,
          'sBG' as model_name,
          null::date as window_from_date,
          fitted_until_date - 1 as window_to_date,
          subscription_count as observation_count,
          jsonb_build_object(
            'alpha', jsonb_build_object('estimate', alpha, 'lower', alpha_lower, 'upper', alpha_upper),
            'beta', jsonb_build_object('estimate', beta, 'lower', beta_lower, 'upper', beta_upper)
          ) as parameters,
          jsonb_build_object(
            'status', status,
            'log_likelihood', log_likelihood,
            'renewals', renewal_count,
            'refusals', refusal_count,
            'fitted_to', model_group
          ) as fit,
          '{}'::jsonb as backtest,
          ${value(hashCode(code))} as code_hash,
          false as has_drifted,
          model_group <> 'none' as is_published,
          case when model_group = 'none' then 'too few cancellations' end as not_published_because
        from ${self}
        join ${dim_plan} using (plan_key)`,
      runId,
    ),
})

async function writeModels(context: ProcedureContext): Promise<void> {
  await insertRows(context, (await fitPlans(context)).map(rowOf))
}

function rowOf(plan: PlanRetention): MadeRow<keyof typeof mart_subscription_model.columns> {
  const { table, fit } = plan
  const intervals = fit && retentionIntervals(fit)
  return {
    plan_key: plan.planKey,
    interval_months: plan.intervalMonths,
    subscription_count: plan.subscriptions,
    renewal_count: table.reduce((sum, { atRisk }) => sum + atRisk, 0),
    refusal_count: table.reduce((sum, { left }) => sum + left, 0),
    model_group: plan.modelGroup,
    status: fit?.status ?? null,
    alpha: roundedOrNull(fit?.alpha),
    alpha_lower: roundedOrNull(intervals?.alpha.lower),
    alpha_upper: roundedOrNull(intervals?.alpha.upper),
    beta: roundedOrNull(fit?.beta),
    beta_lower: roundedOrNull(intervals?.beta.lower),
    beta_upper: roundedOrNull(intervals?.beta.upper),
    mean_refusal_share: fit && rounded(refusalChance(fit, 1)),
    log_likelihood: roundedOrNull(fit?.logLikelihood),
    fitted_until_date: plan.fittedUntil,
  }
}
