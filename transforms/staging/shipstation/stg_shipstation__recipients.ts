import { sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { stg_shipstation__orders } from './stg_shipstation__orders.ts'

/** Name and address are those of the newest order. They belong to the recipient, and the order can be a gift. */
export const stg_shipstation__recipients = transform('staging.stg_shipstation__recipients', {
  description: 'Recipients of parcels, one for each email address.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    from: [
      'full_name_written',
      'company_written',
      'email_written',
      'phone_written',
      'address_written',
      'city_written',
      'region_written',
      'postcode_written',
      'country_written',
    ],
  }),
  query: sql`
    with newest as (
      select distinct on (record_key)
        *,
        min(created_at) over of_recipient as first_at,
        max(created_at) over of_recipient as last_at
      from ${stg_shipstation__orders}
      where record_key is not null
      window of_recipient as (partition by record_key)
      order by record_key, created_at desc, shipment_key
    )
    select
      record_key,
      'shipstation' as source,
      'recipient' as record_kind,
      recipient_id as record_id,
      false as is_deleted,
      recipient_name as full_name_written,
      recipient_company as company_written,
      recipient_email as email_written,
      recipient_phone as phone_written,
      recipient_street as address_written,
      recipient_city as city_written,
      recipient_region as region_written,
      recipient_postcode as postcode_written,
      country as country_written,
      first_at as created_at,
      last_at as updated_at
    from newest`,
})
