import { sql, transform } from '#engine'
import { record_link } from '../../canonical/record_link.ts'
import { keyOfPerson } from '../person-key.ts'
import { stg_consent__decisions } from './stg_consent__decisions.ts'

export const stg_consent__record_links = transform('staging.stg_consent__record_links', {
  description: 'Records of other sources that the consent ledger gives as references for its subjects.',
  grain: ['link_key'],
  conformsTo: record_link,
  columns: record_link.columns,
  query: sql`
    with referenced as (
      select
        record_key,
        decided_at,
        ${keyOfPerson(
          sql`split_part(subject_reference, ':', 1)`,
          sql`split_part(subject_reference, ':', 2)`,
          sql`regexp_replace(subject_reference, '^[^:]*:[^:]*:', '')`,
        )} as other_record_key
      from ${stg_consent__decisions}
      where subject_reference is not null
    )
    select
      ops.key_of('consent', 'reference', record_key::text, other_record_key::text) as link_key,
      record_key,
      other_record_key,
      'consent' as source,
      'reference' as link_type,
      min(decided_at) as linked_at
    from referenced
    where record_key is not null and other_record_key is not null
    group by record_key, other_record_key`,
})
