import { sql, transform } from '#engine'
import { return_request } from '../../canonical/return_request.ts'
import { shipstation } from '../../sources/shipstation/shipstation.ts'

/** A label does not name the customer; its order does. */
export const stg_shipstation__returns = transform('staging.stg_shipstation__returns', {
  description: 'Returns for which customers got a label.',
  grain: ['return_key'],
  conformsTo: return_request,
  columns: return_request.columns,
  query: sql`
    select
      ops.key_of('shipstation', 'return', label_id) as return_key,
      null::bigint as record_key,
      'shipstation' as source,
      label_id as return_id,
      case
        when voided or status in ('voided', 'error') then 'cancelled'
        when tracking_status = 'delivered' then 'received'
        when tracking_status = 'in_transit' then 'in transit'
        else 'requested'
      end as status,
      external_order_id as order_number,
      rma_number as authorisation,
      carrier_code as carrier,
      nullif(trim(tracking_number), '') as tracking_number,
      (shipment_cost ->> 'amount')::numeric as cost,
      upper(shipment_cost ->> 'currency') as currency,
      created_at::timestamptz as requested_at,
      voided_at::timestamptz as cancelled_at
    from ${shipstation.returns}`,
})
