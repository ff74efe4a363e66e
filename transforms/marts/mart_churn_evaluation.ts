import { decimal, holds, integer, oneOf, sql, transform } from '#engine'
import { mart_churn_fit } from './mart_churn_fit.ts'

/**
 * Measured on customers of a later period than those it was learnt and calibrated on. What anybody can see without a model
 * stands beside it: one that is no better, or by
 * no more than chance explains, is not published. Active customers decide that.
 */
export const mart_churn_evaluation = transform('marts.mart_churn_evaluation', {
  description:
    'How well the model of leaving customers predicted a later period, beside the time since the last order and the share ' +
    'of customers who left before; one row for each of them and population.',
  grain: ['predictor', 'population'],
  columns: {
    predictor: oneOf('What predicts', ['model', 'time since the last order', 'base rate']),
    population: oneOf('Who is predicted: active customers, who had ordered not long before, or all', [
      'active',
      'all',
    ]),
    customer_count: integer('Customers. Not additive: the active are among all'),
    left_count: integer('Of these, left. Not additive: the active are among all'),
    auc: decimal(
      'Chance that one who left was given a higher risk than one who stayed; 0.5 is chance. Not additive',
    ),
    brier_score: decimal('Mean squared difference between risk and outcome; lower is better. Not additive'),
    log_loss: decimal('Mean of -ln of the probability of what happened; lower is better. Not additive'),
    top_tenth_lift: decimal(
      'How many times more customers left among the tenth at the highest risk than among all. Not additive',
    ).orNull(),
    calibration_slope: decimal(
      '1 if risks are neither too extreme (below) nor too timid (above). Not additive',
    ).orNull(),
    calibration_intercept: decimal('0 if risks are right on average at even odds. Not additive').orNull(),
    model_advantage: decimal('How much lower the log loss of the model is; 0 in its own rows. Not additive'),
    model_advantage_lower: decimal(
      'Lower end of the one-sided 95 % interval of that: above 0, chance does not explain it',
    ),
  },
  tests: [
    holds(
      'measures are in their domain',
      sql`auc between 0 and 1 and brier_score between 0 and 1 and log_loss >= 0`,
    ),
  ],
  query: sql`
    select measured.*
    from ${mart_churn_fit}
    cross join lateral jsonb_to_recordset(evaluations) as measured(
      predictor text,
      population text,
      customer_count integer,
      left_count integer,
      auc numeric,
      brier_score numeric,
      log_loss numeric,
      top_tenth_lift numeric,
      calibration_slope numeric,
      calibration_intercept numeric,
      model_advantage numeric,
      model_advantage_lower numeric
    )`,
})
