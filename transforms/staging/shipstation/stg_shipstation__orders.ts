import { sql, transform, value } from '#engine'
import { shipment } from '../../canonical/shipment.ts'
import { shipstation, shipstationTimeZone } from '../../sources/shipstation/shipstation.ts'
import { instantOf, parties } from './parties.ts'

/** Orders as the shipping department processes them. They have no sales amounts. */
export const stg_shipstation__orders = transform('staging.stg_shipstation__orders', {
  description: 'Orders to be shipped, with their recipients.',
  grain: ['shipment_key'],
  conformsTo: shipment,
  columns: shipment.columns,
  query: sql`
    with parties as (${parties}
    )
    select
      ops.key_of('shipstation', 'order', "orderId"::text) as shipment_key,
      parties.recipient_key as record_key,
      'shipstation' as source,
      "orderId"::text as shipment_id,
      'order' as shipment_type,
      case "orderStatus"
        when 'shipped' then 'shipped'
        when 'on_hold' then 'held'
        when 'cancelled' then 'cancelled'
        when 'rejected_fulfillment' then 'cancelled'
        else 'pending'
      end as status,
      null::bigint as parent_key,
      "orderNumber" as order_number,
      "carrierCode" as carrier,
      "serviceCode" as service,
      null::text as tracking_number,
      nullif(upper(trim("shipTo" ->> 'country')), '') as country,
      (
        select coalesce(sum(quantity), 0)
        from jsonb_to_recordset(items) as item(quantity numeric, adjustment boolean)
        where item.adjustment is not true
      ) as quantity,
      null::numeric as cost,
      null::text as currency,
      parties.seen_at as created_at,
      ${instantOf(sql`"shipByDate"`)} as due_at,
      null::timestamptz as packed_at,
      ("shipDate"::timestamp at time zone ${value(shipstationTimeZone)}) as shipped_at,
      false as has_ship_time,
      null::timestamptz as delivered_at
    from ${shipstation.orders}
    join parties on parties.order_id = "orderId" and parties.shipment_id is null`,
})
