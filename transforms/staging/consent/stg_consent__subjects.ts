import { sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { consent } from '../../sources/consent/consent.ts'

/** The newest email address and the newest phone number count; a decision about one does not remove the other. */
export const stg_consent__subjects = transform('staging.stg_consent__subjects', {
  description: 'People with a decision in the consent ledger.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion, from: ['email_written', 'phone_written'] }),
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
      ops.key_of('consent', 'subject', subject_id) as record_key,
      'consent' as source,
      'subject' as record_kind,
      subject_id as record_id,
      false as is_deleted,
      (
        array_agg(email order by decided_at desc, decision_id) filter (where email is not null)
      )[1] as email_written,
      (
        array_agg(phone order by decided_at desc, decision_id) filter (where phone is not null)
      )[1] as phone_written,
      min(decided_at) as created_at,
      max(recorded_at) as updated_at
    from typed
    group by subject_id`,
})
