import { decimal, integer, oneOf, sql, text, transform } from '#engine'
import { featureKinds, featureRows } from './churn/feature-list.ts'
import { mart_churn_fit } from './mart_churn_fit.ts'

/**
 * Effects are of the calibrated model, all others being equal; they say what goes with leaving, and not what causes it.
 * A feature that hardly anybody has is left out, with an effect of 0. A model that is not published is here, too, with its reason in
 * mart_churn_fit.
 */
export const mart_churn_model = transform('marts.mart_churn_model', {
  description: 'What the model of leaving customers makes of each feature, one row for each.',
  grain: ['feature'],
  columns: {
    feature: text('Short name of the feature'),
    label: text('What it is, in words'),
    kind: oneOf('What it is about', featureKinds),
    when_high: text('What a high value says about a customer'),
    when_low: text('What a low value says about a customer'),
    mean: decimal('Mean among the customers that the model learnt from'),
    deviation: decimal('Standard deviation among them'),
    effect: decimal(
      'What one standard deviation adds to the log-odds of leaving; above 0, it goes with leaving. Not additive',
    ),
    effect_lower: decimal('Lower end of its 95 % interval; several days of one customer count as related'),
    effect_upper: decimal('Upper end of its 95 % interval'),
    odds_ratio: decimal(
      'What the odds of leaving are multiplied by for one more, or from no to yes; missing if the feature is left out',
    ).orNull(),
    effect_rank: integer('Place by the size of the effect, from 1 for the largest'),
  },
  query: sql`
    select
      feature,
      label,
      kind,
      when_high,
      when_low,
      mean,
      deviation,
      effect,
      effect_lower,
      effect_upper,
      case when deviation > 0 then round(exp(effect / deviation), 6) end as odds_ratio,
      (row_number() over (order by abs(effect) desc, feature))::integer as effect_rank
    from ${mart_churn_fit}
    cross join lateral jsonb_to_recordset(coefficients) as fitted(
      feature text,
      mean numeric,
      deviation numeric,
      effect numeric,
      effect_lower numeric,
      effect_upper numeric
    )
    join (values ${featureRows}) as described(feature, kind, label, when_high, when_low) using (feature)`,
})
