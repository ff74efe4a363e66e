import { asOfDay, sql } from '#engine'
import { dayOf } from '../calendar/times.ts'
import { customerOfRecord } from '../customers/customer-of-record.ts'
import { fct_orders } from '../fct_orders.ts'
import { parcels } from './parcels.ts'

/** Parcels with the days of their milestones, who ordered and who receives them, and how late they are. */
export const timedParcels = sql`
      with dated as (
        select
          parcel.*,
          coalesce(placed.ordered_at, parcel.first_ordered_at) as ordered_at,
          placed.customer_key as buyer_key,
          recipient.customer_key as recipient_key,
          ${dayOf(sql`coalesce(placed.ordered_at, parcel.first_ordered_at)`)} as ordered_date,
          ${dayOf(sql`promised_at`)} as promised_date,
          ${dayOf(sql`packed_at`)} as packed_date,
          ${dayOf(sql`shipped_at`)} as shipped_date,
          ${dayOf(sql`delivered_at`)} as delivered_date,
          ${dayOf(sql`returned_at`)} as returned_date
        from (${parcels}) parcel
        left join ${fct_orders} placed using (order_key)
        left join (${customerOfRecord}) recipient on recipient.record_key = parcel.record_key
      )
      select
        *,
        coalesce(nullif(buyer_key, -1), recipient_key, -1) as customer_key,
        case
          when state <> 'cancelled' and promised_date is not null
            then greatest(coalesce(shipped_date, ${asOfDay}) - promised_date, 0)
        end as days_late
      from dated`
