import { type Sql, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { consent } from '../../sources/consent/consent.ts'
import { firstValue } from '../first-value.ts'
import { knownId, personKey } from '../person-key.ts'

const newest = (column: Sql) => firstValue(column, sql`decided_at desc, decision_id`)

/** The newest email address and the newest phone number count; a decision about one does not remove the other. */
export const stg_consent__subjects = transform('staging.stg_consent__subjects', {
  description: 'People with a decision in the consent ledger.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: ['email_written', 'phone_written'],
  }),
  query: sql`
    with typed as (
      select
        decision_id,
        subject_id,
        decided_at::timestamptz as decided_at,
        recorded_at::timestamptz as recorded_at,
        nullif(trim(email), '') as email,
        nullif(trim(phone), '') as phone
      from ${consent.decisions}
    )
    select
      ${personKey('consent', 'subject', sql`subject_id`)} as record_key,
      'consent' as source,
      'subject' as record_kind,
      subject_id as record_id,
      false as is_deleted,
      ${newest(sql`email`)} as email_written,
      ${newest(sql`phone`)} as phone_written,
      min(decided_at) as created_at,
      max(recorded_at) as updated_at
    from typed
    where ${knownId(sql`subject_id`)} is not null
    group by subject_id`,
})
