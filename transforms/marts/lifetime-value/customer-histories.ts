import { type Sql, sql } from '#engine'
import { mart_clv_group } from '../mart_clv_group.ts'
import { groupOfCustomer } from './group-of-customer.ts'
import { purchaseDays, valueDays } from './purchases.ts'

/**
 * What models know of each customer at the end of a day: how many purchases repeated the first (frequency), how long after the
 * first the last one was (recency), how long ago the first was (age), and what the purchases were worth. Nothing later counts.
 */
export function customerHistories(until: Sql): Sql {
  return sql`
    select
      purchased.*,
      grouped.group_name,
      pooled.model_group,
      coalesce(valued.net_amount, 0) as net_amount
    from (
      select
        customer_key,
        min(ordered_date) as first_ordered_date,
        max(ordered_date) as last_ordered_date,
        (count(*) - 1)::integer as frequency,
        max(ordered_date) - min(ordered_date) as recency_days,
        ${until} - min(ordered_date) as age_days,
        (count(*) filter (where has_value))::integer as valued_count
      from (${purchaseDays}) purchase
      where ordered_date <= ${until}
      group by customer_key
    ) purchased
    join (${groupOfCustomer}) grouped using (customer_key)
    join ${mart_clv_group} pooled using (group_name)
    left join (
      select
        customer_key,
        sum(net_amount) as net_amount
      from (${valueDays}) day
      where occurred_date <= ${until}
      group by customer_key
    ) valued using (customer_key)`
}
