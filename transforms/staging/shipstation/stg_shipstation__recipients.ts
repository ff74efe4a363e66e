import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { stg_shipstation__orders } from './stg_shipstation__orders.ts'

/** Name and address are those of the newest order: they are of whom it goes to, who may have been given it. */
export const stg_shipstation__recipients = transform('staging.stg_shipstation__recipients', {
  description: 'People parcels go to, one for each address they gave.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  query: sql`
    with newest as (
      select distinct on (record_key) *, min(created_at) over of_recipient as first_at,
        max(created_at) over of_recipient as last_at
      from ${stg_shipstation__orders}
      where record_key is not null
      window of_recipient as (partition by record_key)
      order by record_key, created_at desc, shipment_key
    )
    select record_key, 'shipstation' as source, recipient_id as record_id, recipient_name as full_name,
      nullif(regexp_replace(lower(recipient_email), '\+[^@]*@', '@'), '') as email, recipient_phone as phone, country,
      first_at as created_at, last_at as updated_at
    from newest`,
})
