import { integer, key, sql, text, transform } from '#engine'
import { identity_cluster } from './identity_cluster.ts'

/** Matching keeps only the current values, so they are read after clusters are built. */
export const over_shared_identifier = transform('identity.over_shared_identifier', {
  description:
    'Values that too many records or people share to join anybody, such as the phone number of an office.',
  grain: ['kind', 'value_key'],
  columns: {
    kind: text('Kind of identifier, or the blocking rule whose block was too large'),
    value_key: key('Hash of the value, which anybody can compute').pii('contact'),
    value: text('The value').pii('contact'),
    record_count: integer('Records that have it'),
    person_count: integer('People among them, distinguished by name; not counted in a block').orNull(),
    reason: text('Why it joins nobody'),
  },
  query: sql`
    select
      kind,
      value_hash as value_key,
      value,
      record_count,
      person_count,
      reason
    from matching.over_shared
    where exists (select from ${identity_cluster})`,
})
