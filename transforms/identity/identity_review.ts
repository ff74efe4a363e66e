import { decimal, holds, key, references, sql, text, transform } from '#engine'
import { map_identity } from './map_identity.ts'

/** What matching could not settle. Pairs that came together by another way need nobody's opinion. */
export const identity_review = transform('identity.identity_review', {
  description: 'Pairs of profile records that a person should look at: two people so far, perhaps one.',
  grain: ['record_key_a', 'record_key_b'],
  columns: {
    record_key_a: key('Profile record; the lower key of the two'),
    record_key_b: key('The other profile record'),
    customer_key_a: key('The person the first belongs to'),
    customer_key_b: key('The person the other belongs to'),
    weight: decimal('Match weight; missing where nothing was compared').orNull(),
    probability: decimal('Of being one person, as the weight says it').orNull(),
    reason: text('Why: weight, between the thresholds; or what kept them apart, such as a weak bridge'),
  },
  tests: [
    references('record_key_a', map_identity, 'record_key'),
    references('record_key_b', map_identity, 'record_key'),
    holds('the lower key stands first', sql`record_key_a < record_key_b`),
  ],
  query: sql`
    select distinct on (r.record_key_a, r.record_key_b) r.record_key_a, r.record_key_b,
      a.customer_key as customer_key_a, b.customer_key as customer_key_b, r.weight::numeric as weight,
      -- beyond these, the probability is 0 or 1 in any number of digits that anybody reads
      (1 / (1 + power(2, -greatest(least(r.weight, 60), -60))))::numeric as probability, r.reason
    from matching.review r
    join ${map_identity} a on a.record_key = r.record_key_a
    join ${map_identity} b on b.record_key = r.record_key_b
    where a.customer_key <> b.customer_key
    order by r.record_key_a, r.record_key_b, r.reason`,
})
