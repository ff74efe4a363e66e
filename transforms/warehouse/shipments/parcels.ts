import { every, sql } from '#engine'
import { return_request } from '../../canonical/return_request.ts'
import { shipment } from '../../canonical/shipment.ts'
import { ordersByNumber, plainOrderNumber } from '../orders/order-number.ts'
import { parcelReports } from './parcel-reports.ts'

/**
 * One row a parcel, from all that sources report about it: its order in the shop, what was promised, and the first time at
 * which it was sent back. Of the times of shipping, one with a time of day is better than a day. What is sent back belongs
 * to the last parcel of the order that was shipped before.
 */
export const parcels = sql`
      with reports as (${parcelReports}
      ),
      units as (
        select
          parcel_key,
          source,
          sum(quantity) as quantity
        from reports
        group by parcel_key, source
      ),
      most_units as (
        select
          parcel_key,
          max(quantity) as quantity
        from units
        group by parcel_key
      ),
      merged as (
        select
          parcel_key,
          bool_or(is_return) as is_return,
          min(plain_number) as plain_number,
          max(shop_order_key) as shop_order_key,
          array_agg(distinct source order by source) as sources,
          count(*)::integer as report_count,
          bool_or(is_matched_by_time) as is_matched_by_time,
          case
            when bool_or(status = 'shipped') then 'shipped'
            when bool_or(status = 'held') then 'held'
            when bool_or(status = 'pending') then 'waiting'
            else 'cancelled'
          end as state,
          (array_agg(record_key order by has_ship_time, shipment_key) filter (where record_key is not null))[1]
            as record_key,
          min(lower(replace(carrier, '_', ' '))) as carrier,
          min(service) as service,
          min(tracking_number) as tracking_number,
          min(country) as country,
          sum(cost) filter (where status = 'shipped') as cost,
          case when min(currency) = max(currency) then min(currency) end as currency,
          min(packed_at) as packed_at,
          coalesce(min(shipped_at) filter (where has_ship_time), min(shipped_at)) as shipped_at,
          coalesce(bool_or(has_ship_time) filter (where shipped_at is not null), false) as has_ship_time,
          min(delivered_at) as delivered_at
        from reports
        group by parcel_key
      ),
      shop_orders as (${ordersByNumber}
      ),
      promises as (
        select
          ${plainOrderNumber(sql`order_number`)} as plain_number,
          min(created_at) as ordered_at,
          min(due_at) as promised_at
        from ${every(shipment)} to_ship
        where shipment_type = 'order' and status <> 'cancelled'
        group by ${plainOrderNumber(sql`order_number`)}
      ),
      sent_back as (
        select
          return_key,
          ${plainOrderNumber(sql`order_number`)} as plain_number,
          requested_at as returned_at
        from ${every(return_request)} request
        where status <> 'cancelled'
        union all
        select
          parcel_key,
          plain_number,
          shipped_at
        from merged
        where is_return and state = 'shipped'
      ),
      returned_parcels as (
        select distinct on (return_key)
          parcel_key,
          returned_at
        from sent_back
        join merged using (plain_number)
        where not is_return and shipped_at <= returned_at
        order by return_key, shipped_at desc, parcel_key
      ),
      first_returns as (
        select
          parcel_key,
          min(returned_at) as returned_at
        from returned_parcels
        group by parcel_key
      )
      select
        merged.*,
        quantity,
        coalesce(merged.shop_order_key, shop_orders.order_key) as order_key,
        promises.ordered_at as first_ordered_at,
        case when not is_return then promised_at end as promised_at,
        case when is_return then shipped_at else first_returns.returned_at end as returned_at
      from merged
      join most_units using (parcel_key)
      left join shop_orders using (plain_number)
      left join promises using (plain_number)
      left join first_returns using (parcel_key)`
