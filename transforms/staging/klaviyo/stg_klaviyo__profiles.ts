import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { klaviyo } from '../../sources/klaviyo.ts'

export const stg_klaviyo__profiles = transform('staging.stg_klaviyo__profiles', {
  description: 'People Klaviyo can send messages to.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  query: sql`
    select ops.key_of('klaviyo', 'profile', id) as record_key, 'klaviyo' as source, id as record_id,
      nullif(trim(concat_ws(' ', attributes ->> 'first_name', attributes ->> 'last_name')), '') as full_name,
      nullif(regexp_replace(lower(trim(attributes ->> 'email')), '\+[^@]*@', '@'), '') as email,
      nullif(trim(attributes ->> 'phone_number'), '') as phone,
      nullif(trim(attributes #>> '{location,country}'), '') as country,
      (attributes ->> 'created')::timestamptz as created_at, (attributes ->> 'updated')::timestamptz as updated_at
    from ${klaviyo.profiles}`,
})
