import { sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { stg_calls__conversations } from './stg_calls__conversations.ts'

/** The name that a network shows with a number belongs to the line, not to the caller. */
export const stg_calls__callers = transform('staging.stg_calls__callers', {
  description: 'Telephone numbers that called or were called.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion, junk: company.junk, from: ['phone_written'] }),
  query: sql`
    select
      record_key,
      'calls' as source,
      'caller' as record_kind,
      min(phone) as record_id,
      false as is_deleted,
      min(started_at) as created_at,
      max(started_at) as updated_at,
      min(phone) as phone_written
    from ${stg_calls__conversations}
    where record_key is not null
    group by record_key`,
})
