import { formerRecordKeys, holds, id, instant, key, oneOf, sql, text, transform } from '#engine'
import { stewardship } from '../../sources/stewardship/stewardship.ts'

/**
 * Decisions name records by the keys that these had when they were made, so former keys are replaced by present ones.
 * Of several decisions about a pair, the newest that was not undone is in force.
 */
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
    with present as (
      select
        d.*,
        coalesce(a.record_key, record_key_a::bigint) as key_a,
        coalesce(b.record_key, record_key_b::bigint) as key_b
      from ${stewardship.decisions} d
      left join ${formerRecordKeys} a on a.former_record_key = record_key_a::bigint
      left join ${formerRecordKeys} b on b.former_record_key = record_key_b::bigint
    )
    select distinct on (a, b)
      a as record_key_a,
      b as record_key_b,
      verdict,
      decided_at::timestamptz as decided_at,
      decided_by,
      trim(reason) as reason,
      decision
    from present, lateral (
      select
        least(key_a, key_b) as a,
        greatest(key_a, key_b) as b
    ) pair
    where a <> b
    order by a, b, decided_at::timestamptz desc, decision desc`,
})
