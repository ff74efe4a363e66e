import { holds, id, instant, key, oneOf, sql, text, transform } from '#engine'
import { stewardship } from '../../sources/stewardship/stewardship.ts'

/** Of several decisions about a pair, the newest that was not undone is in force. */
export const stg_stewardship__decisions = transform('staging.stg_stewardship__decisions', {
  description: 'The decisions of stewards that are in force, one for each pair of profile records.',
  grain: ['record_key_a', 'record_key_b'],
  columns: {
    record_key_a: key('Profile record; the lower key of the two'),
    record_key_b: key('The other profile record'),
    verdict: oneOf('What the steward decided', ['same', 'different', 'unsure']),
    decided_at: instant('When it was decided'),
    decided_by: text('Who decided'),
    reason: text('Why, in their own words').orNull().pii('free text'),
    decision: id('Decision that it belongs to'),
  },
  indexes: [['record_key_b']],
  tests: [holds('the lower key comes first', sql`record_key_a < record_key_b`)],
  query: sql`
    select distinct on (a, b)
      a as record_key_a,
      b as record_key_b,
      verdict,
      decided_at::timestamptz as decided_at,
      decided_by,
      trim(reason) as reason,
      decision
    from ${stewardship.decisions} d, lateral (
      select
        least(record_key_a::bigint, record_key_b::bigint) as a,
        greatest(record_key_a::bigint, record_key_b::bigint) as b
    ) pair
    where a <> b
    order by a, b, decided_at::timestamptz desc, decision desc`,
})
