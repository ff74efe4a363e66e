import { sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { stg_typeform__responses } from './stg_typeform__responses.ts'

export const stg_typeform__respondents = transform('staging.stg_typeform__respondents', {
  description: 'People who answered forms, one for each email address or phone number.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    from: ['full_name_written', 'email_written', 'phone_written'],
  }),
  query: sql`
    select
      record_key,
      'typeform' as source,
      'respondent' as record_kind,
      min(coalesce(email, phone)) as record_id,
      false as is_deleted,
      (
        array_agg(full_name order by landed_at desc, response_id) filter (where full_name is not null)
      )[1] as full_name_written,
      min(email) as email_written,
      (
        array_agg(phone order by landed_at desc, response_id) filter (where phone is not null)
      )[1] as phone_written,
      min(landed_at) as created_at,
      max(coalesce(submitted_at, landed_at)) as updated_at
    from ${stg_typeform__responses}
    where record_key is not null
    group by record_key`,
})
