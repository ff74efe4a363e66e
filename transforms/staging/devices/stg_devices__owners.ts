import { sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { stg_devices__registrations } from './stg_devices__registrations.ts'

/** The values of an owner's newest registration count. Who gave up all devices is marked as deleted. */
export const stg_devices__owners = transform('staging.stg_devices__owners', {
  description: 'People who registered a device.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: ['full_name_written', 'email_written', 'phone_written', 'postcode_written', 'country_written'],
  }),
  query: sql`
    with ranked as (
      select
        *,
        min(registered_at) over owner as first_at,
        max(updated_at) over owner as last_at,
        bool_and(is_deleted) over owner as has_no_device,
        row_number() over (partition by record_key order by updated_at desc, device_key) as newest
      from ${stg_devices__registrations}
      where record_key is not null
      window owner as (partition by record_key)
    )
    select
      record_key,
      'devices' as source,
      'owner' as record_kind,
      owner_id as record_id,
      has_no_device as is_deleted,
      first_at as created_at,
      last_at as updated_at,
      owner_name as full_name_written,
      owner_email as email_written,
      owner_phone as phone_written,
      owner_postcode as postcode_written,
      owner_country as country_written
    from ranked
    where newest = 1`,
})
