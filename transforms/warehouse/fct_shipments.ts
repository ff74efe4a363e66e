import { every, notNegative, references, returnsNone, sql, transform, unknownKey } from '#engine'
import { shipment } from '../canonical/shipment.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { fct_orders } from './fct_orders.ts'
import { converted, exchangeRate, hasRates } from './money/exchange.ts'
import { shipmentColumns } from './shipments/shipment-columns.ts'
import { timedParcels } from './shipments/timed-parcels.ts'

/**
 * An accumulating snapshot: a row begins with the order to ship, or with the parcel, and gets its dates as they happen. A
 * report that arrives late, and of another source, joins the parcel it is of by parcel-reports.ts. The key of the row is
 * that of one of its reports, so it can change then; the same reports always give the same key. A label that was voided
 * is a cancelled row. The order is found by its number.
 */
export const fct_shipments = transform('warehouse.fct_shipments', {
  description:
    'One row for each parcel, sent or returned, however many sources report it, and for each order to ship without one yet; with the dates of its milestones.',
  grain: ['shipment_key'],
  columns: shipmentColumns,
  indexes: [['customer_key'], ['order_key'], ['shipped_date']],
  tests: [
    references('customer_key', dim_customer),
    references('currency', dim_currency),
    references('recipient_customer_key', dim_customer, 'customer_key'),
    references('order_key', fct_orders),
    references('ordered_date', dim_date, 'date_day'),
    references('promised_date', dim_date, 'date_day'),
    references('packed_date', dim_date, 'date_day'),
    references('shipped_date', dim_date, 'date_day'),
    references('delivered_date', dim_date, 'date_day'),
    references('returned_date', dim_date, 'date_day'),
    notNegative('original_cost'),
    notNegative('days_late'),
    hasRates(sql`shipped_date`, sql`original_cost`, sql`cost_amount`),
    returnsNone(
      'every report of a parcel is in one row, with its cost',
      (self) => sql`
        with reported as (
          select count(*) as reports, coalesce(sum(cost) filter (where status = 'shipped'), 0) as cost
          from ${every(shipment)} report
          where shipment_type <> 'order'
        ),
        present as (
          select coalesce(sum(report_count), 0) as reports, coalesce(sum(original_cost), 0) as cost
          from ${self}
          where shipment_key not in (
            select shipment_key from ${every(shipment)} to_ship where shipment_type = 'order'
          )
        )
        select reported.reports, present.reports as present_reports, reported.cost, present.cost as present_cost
        from reported
        cross join present
        where (reported.reports, reported.cost) is distinct from (present.reports, present.cost)`,
    ),
  ],
  query: sql`
    select
      parcel_key as shipment_key,
      order_key,
      customer_key,
      coalesce(recipient_key, ${unknownKey}) as recipient_customer_key,
      record_key,
      case when is_return then 'return' else 'outbound' end as direction,
      case when state = 'shipped' and delivered_at is not null then 'delivered' else state end as state,
      plain_number as order_number,
      sources,
      report_count,
      case
        when report_count = 1 then 'one report'
        when is_matched_by_time then 'order number and time'
        else 'tracking number'
      end as merged_by,
      carrier,
      service,
      tracking_number,
      coalesce(country, 'Unknown') as country,
      ordered_at,
      ordered_date,
      promised_date,
      packed_at,
      packed_date,
      shipped_at,
      has_ship_time,
      shipped_date,
      delivered_at,
      delivered_date,
      returned_at,
      returned_date,
      case when state = 'shipped' then 1 else 0 end as parcel_count,
      quantity,
      shipped_date - ordered_date as days_to_ship,
      delivered_date - shipped_date as days_to_deliver,
      days_late,
      days_late > 0 as is_late,
      parcel.currency,
      cost as original_cost,
      ${converted(sql`cost`, sql`parcel.currency`)} as cost_amount
    from (${timedParcels}) parcel
    ${exchangeRate(sql`parcel.currency`, sql`coalesce(shipped_date, packed_date, ordered_date)`)}`,
})
