import { asOfDay, type Sql, sql } from '#engine'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { customerTraits } from './traits.ts'

/** Months count from the year 0, so that they can be added to. */
export const monthNumber = (date: Sql): Sql =>
  sql`(extract(year from ${date}) * 12 + extract(month from ${date}) - 1)::integer`

/**
 * A customer is active, at risk and so on from one month until before another. So nobody has to be looked at in every
 * month: what begins and ends in each is added up, and what has begun and not ended is what there is.
 */
export const baseChanges = sql`
  with customer_months as (
    select
      customer_key,
      case when customer_key = -1 then sold_to_market end as unknown_market,
      ${monthNumber(sql`ordered_date`)} as month_number,
      (count(*) filter (where is_purchase))::integer as order_count,
      coalesce(sum(net_amount), 0) as net_amount
    from ${fct_orders}
    where not is_test
      and ordered_date <= ${asOfDay}
    group by
      customer_key,
      unknown_market,
      month_number
  ),
  order_months as (
    select
      customer_key,
      month_number,
      row_number() over months = 1 as is_first,
      lead(month_number, 1, 1000000) over months as next_month_number
    from customer_months
    where order_count > 0
      and customer_key <> -1
    window months as (partition by customer_key order by month_number)
  ),
  waits as (
    select
      market,
      first_channel,
      customer_segment,
      month_number,
      next_month_number,
      is_first,
      count(*) as customer_count
    from order_months
    join (${customerTraits}) trait using (customer_key)
    group by
      market,
      first_channel,
      customer_segment,
      month_number,
      next_month_number,
      is_first
  ),
  risks as (
    select
      market,
      first_channel,
      customer_segment,
      greatest(wait.month_number + 6, sale.month_number) as begins,
      least(wait.next_month_number, wait.month_number + 12, sale.month_number + 12) as ends,
      sum(sale.net_amount) as net_amount
    from order_months wait
    join customer_months sale
      on sale.customer_key = wait.customer_key
      and sale.month_number > wait.month_number - 6
      and sale.month_number < least(wait.next_month_number, wait.month_number + 12)
    join (${customerTraits}) trait on trait.customer_key = wait.customer_key
    where wait.next_month_number > wait.month_number + 6
    group by
      market,
      first_channel,
      customer_segment,
      begins,
      ends
  ),
  sales as (
    select
      coalesce(trait.market, unknown_market) as market,
      coalesce(trait.first_channel, 'Unknown') as first_channel,
      coalesce(trait.customer_segment, 'Unknown') as customer_segment,
      month_number,
      sum(order_count) as order_count,
      sum(net_amount) as net_amount,
      sum(net_amount) filter (where trait.customer_key is not null) as known_net_amount
    from customer_months
    left join (${customerTraits}) trait using (customer_key)
    group by
      1,
      2,
      3,
      month_number
  )
  select
    market,
    first_channel,
    customer_segment,
    change.kind,
    change.month_number,
    change.amount * customer_count as amount
  from waits
  cross join lateral (
    values
      ('customers', month_number, is_first::integer),
      ('active', month_number, 1),
      ('active', least(next_month_number, month_number + 12), -1),
      ('at risk', least(next_month_number, month_number + 6), 1),
      ('at risk', least(next_month_number, month_number + 12), -1),
      ('year before', month_number + 12, 1),
      ('year before', least(next_month_number + 12, month_number + 24), -1),
      ('either year', month_number, 1),
      ('either year', least(next_month_number, month_number + 24), -1)
  ) as change (kind, month_number, amount)
  union all
  select
    market,
    first_channel,
    customer_segment,
    'value at risk',
    change.*
  from risks
  cross join lateral (values (begins, net_amount), (ends, -net_amount)) as change (month_number, amount)
  union all
  select
    market,
    first_channel,
    customer_segment,
    change.kind,
    month_number,
    change.amount
  from sales
  cross join lateral (
    values ('net', net_amount), ('orders', order_count), ('lifetime value', known_net_amount)
  ) as change (kind, amount)`
