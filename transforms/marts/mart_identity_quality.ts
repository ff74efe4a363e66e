import { flag, holds, sql, transform } from '#engine'
import { stg_stewardship__evaluations } from '../staging/stewardship/stg_stewardship__evaluations.ts'

/** What is measured against the sample company and against decisions goes on side by side: each has a newest. */
export const mart_identity_quality = transform('marts.mart_identity_quality', {
  description: 'How well records were put together, at each threshold and as built, and why not better.',
  grain: ['evaluation_key'],
  columns: {
    ...stg_stewardship__evaluations.columns,
    is_latest: flag('Whether it is the newest evaluation against this'),
  },
  tests: [
    holds(
      'shares run from 0 to 1',
      sql`least(precision, recall, f1, bcubed_f1) >= 0 and greatest(precision, recall, f1, bcubed_f1) <= 1`,
    ),
  ],
  query: sql`
    select e.*, evaluated_at = max(evaluated_at) over (partition by measured_against) as is_latest
    from ${stg_stewardship__evaluations} e`,
})
