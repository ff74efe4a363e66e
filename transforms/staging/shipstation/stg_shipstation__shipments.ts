import { sql, transform, value } from '#engine'
import { company } from '#settings'
import { shipment } from '../../canonical/shipment.ts'
import { shipstation, shipstationTimeZone } from '../../sources/shipstation/shipstation.ts'
import { instantOf, parties } from './parties.ts'

/** ShipStation gives no currency here. An account has one, which is assumed to be the reporting currency. */
export const stg_shipstation__shipments = transform('staging.stg_shipstation__shipments', {
  description: 'Parcels that were sent, and return parcels.',
  grain: ['shipment_key'],
  conformsTo: shipment,
  columns: shipment.columns,
  query: sql`
    with parties as (${parties}
    )
    select
      ops.key_of('shipstation', 'shipment', "shipmentId"::text) as shipment_key,
      coalesce(own.recipient_key, of_order.recipient_key) as record_key,
      'shipstation' as source,
      "shipmentId"::text as shipment_id,
      case when "isReturnLabel" then 'return parcel' else 'parcel' end as shipment_type,
      case when voided then 'cancelled' else 'shipped' end as status,
      ops.key_of('shipstation', 'order', "orderId"::text) as parent_key,
      "orderNumber" as order_number,
      "carrierCode" as carrier,
      "serviceCode" as service,
      nullif(trim("trackingNumber"), '') as tracking_number,
      nullif(upper(trim("shipTo" ->> 'country')), '') as country,
      (
        select coalesce(sum(quantity), 0)
        from jsonb_to_recordset("shipmentItems") as item(quantity numeric)
      ) as quantity,
      "shipmentCost" + coalesce("insuranceCost", 0) as cost,
      ${value(company.currency)} as currency,
      ${instantOf(sql`"createDate"`)} as created_at,
      null::timestamptz as due_at,
      case
        when not voided then "shipDate"::timestamp at time zone ${value(shipstationTimeZone)}
      end as shipped_at,
      case when not voided then ${instantOf(sql`"createDate"`)} end as packed_at,
      false as has_ship_time,
      null::timestamptz as delivered_at
    from ${shipstation.shipments} shipment
    left join parties own on own.shipment_id = shipment."shipmentId"
    left join parties of_order on of_order.shipment_id is null and of_order.order_id = shipment."orderId"`,
})
