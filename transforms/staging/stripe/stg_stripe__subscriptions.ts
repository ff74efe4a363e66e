import { sql, transform } from '#engine'
import { subscription } from '../../canonical/subscription.ts'
import { stripe } from '../../sources/stripe/stripe.ts'
import { personKey } from '../person-key.ts'

/** If several items are billed at different intervals, the interval is that of the first. */
export const stg_stripe__subscriptions = transform('staging.stg_stripe__subscriptions', {
  description: 'Subscriptions, including past ones.',
  grain: ['subscription_key'],
  conformsTo: subscription,
  columns: subscription.columns,
  query: sql`
    with priced as (
      select
        s.*,
        items #> '{data,0,price}' as price,
        item.minor_amount,
        item.period_end
      from ${stripe.subscriptions} s
      cross join lateral (
        select
          sum(
            coalesce(quantity, 1) * coalesce(
              (price ->> 'unit_amount')::numeric,
              (price ->> 'unit_amount_decimal')::numeric
            )
          ) as minor_amount,
          max(current_period_end) as period_end
        from jsonb_to_recordset(items -> 'data') as item(
          quantity numeric, price jsonb, current_period_end bigint
        )
      ) item
    )
    select
      ops.key_of('stripe', 'subscription', id) as subscription_key,
      ${personKey('stripe', 'customer', sql`customer`)} as record_key,
      'stripe' as source,
      id as subscription_id,
      price ->> 'id' as plan_id,
      coalesce(nullif(price ->> 'nickname', ''), price #>> '{product,name}', price ->> 'id') as plan_name,
      case
        when status = 'canceled' then 'cancelled'
        when status = 'incomplete_expired' then 'expired'
        when status = 'unpaid' then 'past_due'
        else status
      end as status,
      ops.major_units(minor_amount, currency) as amount,
      upper(currency) as currency,
      price #>> '{recurring,interval}' as interval_unit,
      (price #>> '{recurring,interval_count}')::integer as interval_count,
      to_timestamp(coalesce(start_date, created)) as started_at,
      to_timestamp(trial_start) as trial_started_at,
      to_timestamp(trial_end) as trial_ends_at,
      to_timestamp(coalesce(current_period_end, period_end)) as period_ends_at,
      to_timestamp(canceled_at) as cancelled_at,
      to_timestamp(ended_at) as ended_at,
      coalesce(
        cancellation_details ->> 'feedback',
        cancellation_details ->> 'reason'
      ) as cancellation_reason,
      not livemode as is_test
    from priced`,
})
