import { decimal, oneOf, sql, text, transform } from '#engine'
import { identity_review } from '../identity/identity_review.ts'
import { over_shared_identifier } from '../identity/over_shared_identifier.ts'

export const mart_identity_backlog = transform('marts.mart_identity_backlog', {
  description: 'What identity leaves to people: pairs to be reviewed, and values that too many share.',
  grain: ['part', 'reason'],
  columns: {
    part: oneOf('Pairs to be reviewed, or values that are over-shared and join nobody', [
      'review',
      'over-shared',
    ]),
    reason: text('Why pairs are to be reviewed; the kind of value'),
    item_count: decimal('Pairs, or values'),
    record_count: decimal('Records concerned'),
  },
  query: sql`
    select 'review' as part, reason, count(*)::numeric as item_count,
      (2 * count(*))::numeric as record_count
    from ${identity_review}
    group by reason
    union all
    select 'over-shared', kind, count(*)::numeric, sum(record_count)::numeric
    from ${over_shared_identifier}
    group by kind`,
})
