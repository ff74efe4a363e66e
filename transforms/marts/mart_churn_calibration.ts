import { decimal, holds, integer, sql, transform } from '#engine'
import { mart_churn_fit } from './mart_churn_fit.ts'

/** Customers of equal risk at the border of two tenths are divided in proportion, so counts can be fractions. */
export const mart_churn_calibration = transform('marts.mart_churn_calibration', {
  description:
    'Risk as predicted and as it turned out, on the later period of mart_churn_evaluation; one row for each tenth of the ' +
    'active customers, by falling risk.',
  grain: ['tenth'],
  columns: {
    tenth: integer('1 for the customers at the highest risk, to 10 for the lowest'),
    customer_count: decimal('Customers. Additive'),
    left_count: decimal('Of these, left. Additive'),
    predicted_share: decimal('Mean of their predicted chances to leave. Not additive'),
    observed_share: decimal('Share that left. Not additive'),
    lift: decimal('That share as a multiple of the share among all. Not additive').orNull(),
    captured_share: decimal(
      'Share of all who left that is in this tenth or one of higher risk. Not additive',
    ).orNull(),
  },
  tests: [
    holds(
      'shares are between 0 and 1',
      sql`predicted_share between 0 and 1 and observed_share between 0 and 1`,
    ),
  ],
  query: sql`
    select measured.*
    from ${mart_churn_fit}
    cross join lateral jsonb_to_recordset(tenths) as measured(
      tenth integer,
      customer_count numeric,
      left_count numeric,
      predicted_share numeric,
      observed_share numeric,
      lift numeric,
      captured_share numeric
    )`,
})
