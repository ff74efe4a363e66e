import { decimal, id, instant, key, text } from '../../../engine/columns.ts'
import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { stewardship } from '../../sources/stewardship.ts'

export const stg_stewardship__evaluations = transform('staging.stg_stewardship__evaluations', {
  description: 'Measures of how well identity did, one row a measure.',
  grain: ['measure_key'],
  columns: {
    measure_key: key('Surrogate key of the measure'),
    evaluation_id: id('What was measured at once'),
    measured_at: instant('When it was measured'),
    dataset: text('What it was measured on'),
    metric: text('What was measured'),
    threshold: decimal('Match weight from which pairs were linked').orNull(),
    value: decimal('What came out').orNull(),
    note: text('What to know about it').orNull(),
  },
  query: sql`
    select ops.key_of('stewardship', _key) as measure_key, evaluation_id, measured_at::timestamptz as measured_at,
      dataset, metric, threshold, value, note
    from ${stewardship.evaluations} e`,
})
