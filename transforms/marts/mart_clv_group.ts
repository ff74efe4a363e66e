import { flag, holds, integer, oneOf, returnsNone, sql, text, transform, value } from '#engine'
import { everybody, groupOfCustomer } from './lifetime-value/group-of-customer.ts'
import { purchaseDays } from './lifetime-value/purchases.ts'
import { lifetimeValue } from './lifetime-value/settings.ts'
import { mart_clv_window } from './mart_clv_window.ts'

const enough = value(lifetimeValue.minimumCustomers)

/**
 * Groups are counted at the end of the calibration, so that each that has models has a backtest too, and nothing of the
 * holdout decides how it is predicted.
 */
export const mart_clv_group = transform('marts.mart_clv_group', {
  description:
    'The groups into which the settings divide customers, one row for each, and the group with which its models are fitted.',
  grain: ['group_name'],
  columns: {
    group_name: text('The group that the settings declare, such as a market'),
    model_group: text('The group that models are fitted to: itself, or small groups together'),
    is_pooled: flag('Whether it was put together with other groups'),
    pooled_because: oneOf('Why', ['has too few customers', 'small groups needed it to be enough']).orNull(),
    calibration_customer_count: integer('Customers who had bought by the end of the calibration. Additive'),
    customer_count: integer('Customers who have bought by now. Additive'),
  },
  tests: [
    holds('pooled groups say why', sql`is_pooled = (pooled_because is not null)`),
    returnsNone(
      'every customer who bought is counted',
      (self) => sql`
        select
          (select coalesce(sum(customer_count), 0) from ${self}) as grouped,
          (select count(distinct customer_key) from (${purchaseDays}) purchase) as bought
        where (select coalesce(sum(customer_count), 0) from ${self})
          <> (select count(distinct customer_key) from (${purchaseDays}) purchase)`,
    ),
  ],
  query: sql`
    with first_purchases as (
      select
        customer_key,
        min(ordered_date) as first_date
      from (${purchaseDays}) purchase
      group by customer_key
    ),
    counted as (
      select
        group_name,
        (count(*) filter (where first_date <= coalesce(calibration_to_date, fit_to_date)))::integer
          as calibration_customer_count,
        count(*)::integer as customer_count
      from first_purchases
      join (${groupOfCustomer}) grouped using (customer_key)
      cross join ${mart_clv_window}
      group by group_name
    ),
    cumulated as (
      select
        *,
        sum(calibration_customer_count) over from_smallest - calibration_customer_count as smaller_customer_count,
        bool_or(calibration_customer_count < ${enough}) over () as has_small_groups,
        count(*) over () as group_count
      from counted
      window from_smallest as (order by calibration_customer_count, group_name)
    ),
    judged as (
      select
        *,
        case
          when group_count = 1 then null
          when calibration_customer_count < ${enough} then 'has too few customers'
          when has_small_groups and smaller_customer_count < ${enough} then 'small groups needed it to be enough'
        end as pooled_because
      from cumulated
    )
    select
      group_name,
      case
        when bool_and(pooled_because is not null) over () then ${value(everybody)}
        when pooled_because is not null then 'small groups'
        else group_name
      end as model_group,
      pooled_because is not null as is_pooled,
      pooled_because,
      calibration_customer_count,
      customer_count
    from judged`,
})
