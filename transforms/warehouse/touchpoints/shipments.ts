import { sql } from '#engine'
import { fct_shipments } from '../fct_shipments.ts'

/**
 * What happened to the parcels of a customer: shipped, delivered, sent back. A parcel has no amount, because it is no
 * money of the customer. A return is the moment of the parcel that comes back; asking for it is a touchpoint of returns.
 */
export const shipmentTouchpoints = sql`
      select
        parcel.customer_key,
        milestone.occurred_at,
        milestone.touchpoint_type,
        parcel.carrier as channel,
        case parcel.direction when 'return' then 'inbound' else 'outbound' end as direction,
        milestone.sentence,
        null::numeric as original_amount,
        null::text as currency,
        null::numeric(38,4) as amount,
        'fct_shipments' as fact,
        parcel.shipment_key as fact_key
      from ${fct_shipments} parcel
      cross join lateral (
        values
          (
            parcel.shipped_at,
            case parcel.direction when 'return' then 'parcel returned' else 'parcel shipped' end,
            case parcel.direction
              when 'return' then 'Sent a parcel back'
              else 'Parcel shipped'
            end
              || coalesce(' with ' || parcel.carrier, '')
              || coalesce(' for order ' || parcel.order_number, '')
              || case
                when parcel.days_late = 1 then ', 1 day late'
                when parcel.days_late > 1 then ', ' || parcel.days_late || ' days late'
                else ''
              end
          ),
          (
            parcel.delivered_at,
            'parcel delivered',
            'Parcel delivered' || coalesce(' for order ' || parcel.order_number, '')
          )
      ) as milestone(occurred_at, touchpoint_type, sentence)
      where parcel.customer_key > 0
        and parcel.state in ('shipped', 'delivered')
        and milestone.occurred_at is not null
        and (milestone.touchpoint_type <> 'parcel delivered' or parcel.direction = 'outbound')`
