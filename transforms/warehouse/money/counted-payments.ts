import { asOfDay, sql } from '#engine'
import { valuedPayments } from './valued-payments.ts'

/** Payments with why they are worth nothing, and in which measure they count. */
export const countedPayments = sql`
  with judged as (
    select
      *,
      case
        when is_test then 'test'
        when occurred_date > ${asOfDay} then 'future'
      end as excluded_because
    from (${valuedPayments}) valued
  )
  select
    *,
    excluded_because is null and payment_type = 'invoice' and status not in ('draft', 'cancelled')
      as is_invoiced,
    excluded_because is null and payment_type = 'charge' and status = 'succeeded' as is_charged,
    excluded_because is null and payment_type = 'refund' and status = 'succeeded' as is_refunded
  from judged`
