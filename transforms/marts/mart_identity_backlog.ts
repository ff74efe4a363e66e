import { decimal, oneOf, sql, text, transform } from '#engine'
import { identity_review } from '../identity/identity_review.ts'
import { over_shared_identifier } from '../identity/over_shared_identifier.ts'

export const mart_identity_backlog = transform('marts.mart_identity_backlog', {
  description: 'What is left for people to decide: pairs to review, and values that too many records share.',
  grain: ['part', 'reason'],
  columns: {
    part: oneOf('Pairs to review, or values that are over-shared and join nobody', ['review', 'over-shared']),
    reason: text('Why the pairs need a review, or the kind of value'),
    item_count: decimal('Pairs, or values'),
    record_count: decimal('Records in those pairs, or with those values'),
  },
  query: sql`
    select
      'review' as part,
      reason,
      count(*)::numeric as item_count,
      (2 * count(*))::numeric as record_count
    from ${identity_review}
    group by reason
    union all
    select
      'over-shared',
      kind,
      count(*)::numeric,
      sum(record_count)::numeric
    from ${over_shared_identifier}
    group by kind`,
})
