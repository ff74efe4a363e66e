import { sql, transform } from '#engine'
import { shipment } from '../../canonical/shipment.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { knownEmail, knownPhone, mailbox, personKey } from '../person-key.ts'

/** The shop's CSV export only says that an order was sent, so it counts as one parcel. */
export const stg_shopify__fulfillments = transform('staging.stg_shopify__fulfillments', {
  description: 'Parcels in which the online shop sent its orders.',
  grain: ['shipment_key'],
  conformsTo: shipment,
  columns: shipment.columns,
  query: sql`
    select
      ops.key_of('shopify', 'fulfillment', o.id::text, parcel.id::text) as shipment_key,
      coalesce(
        ${personKey('shopify', 'customer', sql`o.customer ->> 'id'`)},
        ${personKey(
          'shopify',
          'guest',
          sql`coalesce(${mailbox(knownEmail(sql`o.email`))}, ${knownPhone(sql`o.phone`)})`,
        )}
      ) as record_key,
      'shopify' as source,
      parcel.id::text as shipment_id,
      'parcel' as shipment_type,
      case
        when parcel.status = 'success' then 'shipped'
        when parcel.status in ('cancelled', 'error', 'failure') then 'cancelled'
        else 'pending'
      end as status,
      ops.key_of('shopify', 'order', o.id::text) as parent_key,
      o.name as order_number,
      nullif(trim(parcel.tracking_company), '') as carrier,
      null::text as service,
      nullif(trim(parcel.tracking_number), '') as tracking_number,
      upper(substring(o.shipping_address ->> 'country_code' from '^[A-Za-z]{2}$')) as country,
      content.quantity,
      null::numeric as cost,
      null::text as currency,
      parcel.created_at,
      null::timestamptz as due_at,
      null::timestamptz as packed_at,
      case when parcel.status = 'success' then parcel.created_at end as shipped_at,
      true as has_ship_time,
      case when parcel.shipment_status = 'delivered' then parcel.updated_at end as delivered_at
    from ${shopify.orders} o
    cross join lateral jsonb_to_recordset(o.fulfillments) as parcel(
      id bigint, status text, shipment_status text, tracking_company text, tracking_number text,
      created_at timestamptz, updated_at timestamptz, line_items jsonb
    )
    cross join lateral (
      select coalesce(sum(line.quantity), 0) as quantity
      from jsonb_to_recordset(coalesce(parcel.line_items, o.line_items)) as line(quantity numeric)
    ) content`,
})
