import { flag, holds, sql, transform } from '#engine'
import { stg_stewardship__evaluations } from '../staging/stewardship/stg_stewardship__evaluations.ts'

/** Evaluations against the sample company and against decisions are independent: each kind has a latest one. */
export const mart_identity_quality = transform('marts.mart_identity_quality', {
  description: 'How well records were matched, as built and at other thresholds, and what went wrong.',
  grain: ['evaluation_key'],
  columns: {
    ...stg_stewardship__evaluations.columns,
    is_latest: flag('Whether it is the latest evaluation of its kind'),
  },
  tests: [
    holds(
      'shares are between 0 and 1',
      sql`least(precision, recall, f1, bcubed_f1) >= 0 and greatest(precision, recall, f1, bcubed_f1) <= 1`,
    ),
  ],
  query: sql`
    select
      e.*,
      evaluated_at = max(evaluated_at) over (partition by measured_against) as is_latest
    from ${stg_stewardship__evaluations} e`,
})
