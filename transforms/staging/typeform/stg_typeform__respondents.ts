import { type Sql, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { firstValue } from '../first-value.ts'
import { stg_typeform__responses } from './stg_typeform__responses.ts'

const newest = (column: Sql) => firstValue(column, sql`landed_at desc, response_id`)

export const stg_typeform__respondents = transform('staging.stg_typeform__respondents', {
  description: 'People who answered forms, one for each email address or phone number.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: ['full_name_written', 'email_written', 'phone_written'],
  }),
  query: sql`
    select
      record_key,
      'typeform' as source,
      'respondent' as record_kind,
      min(coalesce(email, phone)) as record_id,
      false as is_deleted,
      ${newest(sql`full_name`)} as full_name_written,
      min(email) as email_written,
      ${newest(sql`phone`)} as phone_written,
      min(landed_at) as created_at,
      max(coalesce(submitted_at, landed_at)) as updated_at
    from ${stg_typeform__responses}
    where record_key is not null
    group by record_key`,
})
