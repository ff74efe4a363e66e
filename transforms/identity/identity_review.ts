import { decimal, holds, key, references, sql, text, transform } from '#engine'
import { map_identity } from './map_identity.ts'

/**
 * Pairs that matching could not decide. Pairs that are one person because of other records are left out. If cannot-link
 * rules keep two customers apart, one pair stands for all: a couple with one mailbox is one question.
 */
export const identity_review = transform('identity.identity_review', {
  description:
    'Pairs of profile records that a person should look at: different customers, but perhaps one person.',
  grain: ['record_key_a', 'record_key_b'],
  columns: {
    record_key_a: key('Profile record; the lower key of the two'),
    record_key_b: key('The other profile record'),
    customer_key_a: key('The person that the first belongs to'),
    customer_key_b: key('The person that the other belongs to'),
    weight: decimal('Match weight; null if the records were not compared').orNull(),
    probability: decimal('Probability of being one person, from the weight').orNull(),
    reason: text(
      '`weight` if it is between the thresholds, or what keeps the records apart, such as a weak bridge',
    ),
  },
  tests: [
    references('record_key_a', map_identity, 'record_key'),
    references('record_key_b', map_identity, 'record_key'),
    holds('the lower key comes first', sql`record_key_a < record_key_b`),
  ],
  query: sql`
    with question as (
      select distinct on (review.record_key_a, review.record_key_b)
        review.record_key_a,
        review.record_key_b,
        a.customer_key as customer_key_a,
        b.customer_key as customer_key_b,
        review.weight::numeric as weight,
        -- beyond 60 bits, the probability is 0 or 1 in any number of digits that people read
        (1 / (1 + power(2, -greatest(least(review.weight, 60), -60))))::numeric as probability,
        review.reason
      from matching.review
      join ${map_identity} a on a.record_key = review.record_key_a
      join ${map_identity} b on b.record_key = review.record_key_b
      where a.customer_key <> b.customer_key
      order by review.record_key_a, review.record_key_b, review.reason
    ), ranked as (
      select
        *,
        row_number() over (
          partition by
            least(customer_key_a, customer_key_b),
            greatest(customer_key_a, customer_key_b),
            reason like 'cannot-link%'
          order by weight desc nulls last, record_key_a, record_key_b
        ) as place
      from question
    )
    select
      record_key_a,
      record_key_b,
      customer_key_a,
      customer_key_b,
      weight,
      probability,
      reason
    from ranked
    where place = 1 or reason not like 'cannot-link%'`,
})
