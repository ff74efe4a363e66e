import { join } from 'node:path'
import {
  asOfDay,
  day,
  decimal,
  flag,
  hashCode,
  holds,
  integer,
  json,
  type ProcedureContext,
  procedure,
  render,
  sql,
  text,
  transform,
  value,
} from '#engine'
import { driftOf, recalibrated } from './churn/drift.ts'
import { fitChurn } from './churn/fit-churn.ts'
import { fitRow } from './churn/fit-row.ts'
import { fitWindow, labelledCases } from './churn/labelled-cases.ts'
import { readCases } from './churn/read-cases.ts'
import { churnSettings } from './churn/settings.ts'
import { appendToRegistry } from './models/append-to-registry.ts'
import { insertRows } from './models/insert-rows.ts'

const code = [
  join(import.meta.dirname, '../../analytics/logistic'),
  join(import.meta.dirname, 'churn'),
  join(import.meta.dirname, 'models/insert-rows.ts'),
  import.meta.filename,
]

const settings = [JSON.stringify(churnSettings)]

/**
 * Learnt, calibrated and checked on three periods that follow each other, from the warehouse's own history. What is checked
 * is what is used. mart_churn_model, mart_churn_evaluation and mart_churn_calibration show it in columns.
 */
export const mart_churn_fit = transform('marts.mart_churn_fit', {
  description:
    'The model of leaving customers as it was fitted: when, to whom, and whether it is good enough. One row.',
  grain: ['as_of_date'],
  columns: {
    as_of_date: day('The day of the build'),
    fitted_until_date: day(
      'What happened from this day on is not in the fit: first day of the month of the build, or after drift the day after it',
    ),
    first_cut_date: day(
      'First day on which customers are looked at; missing if the history is too short',
    ).orNull(),
    checked_from_date: day('Day from which the check predicts; missing if the history is too short').orNull(),
    horizon_days: integer('A customer who orders nothing for so many days has left'),
    active_days: integer('A customer who ordered in so many days before is active'),
    learnt_case_count: integer(
      'Customers and days that the model learnt from; a customer counts once for each day',
    ),
    learnt_customer_count: integer('Customers among them'),
    calibrated_customer_count: integer('Customers of the period that it was calibrated on'),
    checked_customer_count: integer('Customers of the period that it was checked on'),
    ridge: decimal('Penalty on large coefficients that was best on the period of calibration').orNull(),
    status: text('How the fit ended').orNull(),
    iterations: integer('Steps that it took').orNull(),
    calibration_slope: decimal(
      'What log-odds are multiplied by, so that they hold on the period of calibration',
    ).orNull(),
    intercept: decimal('Log-odds, after calibration, of a customer who is average in everything').orNull(),
    coefficients: json('Features with their coefficients, as in mart_churn_model'),
    evaluations: json('How well it predicts, as in mart_churn_evaluation'),
    tenths: json('Predicted and observed in tenths of the customers, as in mart_churn_calibration'),
    drift_expected_left_count: decimal(
      'Active customers who were expected to leave in the newest horizon, which ends with the day of the build',
    ).orNull(),
    drift_actual_left_count: integer('Those of them who did').orNull(),
    has_drifted: flag(
      'Whether they differ by more than a tenth and more than three standard errors, so that the intercept was fitted until the day of the build',
    ),
    is_published: flag('Whether customers are scored with it'),
    not_published_because: text('Why they are not').orNull(),
  },
  tests: [
    holds('it says why it is not published', sql`is_published = (not_published_because is null)`),
    holds('a published model has settled', sql`not is_published or status = 'converged'`),
  ],
  query: procedure({ reads: [...new Set([...labelledCases.reads, asOfDay])], code, settings, run: writeFit }),
  onPublish: (self, runId) =>
    appendToRegistry(
      'churn',
      sql`
        select
          'all customers' as group_name,
          'logistic regression' as model_name,
          first_cut_date as window_from_date,
          fitted_until_date - 1 as window_to_date,
          learnt_case_count as observation_count,
          jsonb_build_object(
            'intercept', intercept,
            'calibration_slope', calibration_slope,
            'coefficients', coefficients
          ) as parameters,
          jsonb_build_object(
            'status', status,
            'ridge', ridge,
            'customers', learnt_customer_count,
            'drift_expected_left', drift_expected_left_count,
            'drift_actual_left', drift_actual_left_count
          ) as fit,
          jsonb_build_object('from', checked_from_date, 'evaluations', evaluations, 'tenths', tenths) as backtest,
          ${value(hashCode(code, settings))} as code_hash,
          has_drifted,
          is_published,
          not_published_because
        from ${self}`,
      runId,
    ),
})

async function writeFit(context: ProcedureContext): Promise<void> {
  const cases = await readCases(context)
  const fit = fitChurn(cases)
  const { predictor } = fit
  const drift = predictor && driftOf(predictor, cases.newest)
  const used = predictor && drift?.hasDrifted ? recalibrated(predictor, cases.newest) : predictor
  const { rows } = await context.client.query(render(fitWindow, context.nameOf).text)
  await insertRows(context, [fitRow(rows[0], cases, { ...fit, predictor: used }, drift)])
}
