import { asOfDay, type Sql, sql, value } from '#engine'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { lastBoundary, tomorrow } from '../retention/subscription-stays.ts'
import { beginningOf, casesOn } from './cases.ts'
import { featureColumns } from './feature-list.ts'
import { churnFeatures } from './features.ts'
import { churnSettings } from './settings.ts'

const horizon = sql`${value(churnSettings.horizonDays)}`

/**
 * The days on which customers are looked at. Counting back from the last month boundary: the model is checked on the last
 * day from which the whole horizon has passed, calibrated on a day so much earlier that its horizon ends where that of
 * the check begins, and learnt on days before that. So no outcome is used twice, and nothing that is learnt comes after
 * what it is checked with. The last day of all, whose horizon ends today, shows whether it still holds.
 */
export const cuts = sql`
  with purchases as (
    select min(ordered_date) as first_date
    from ${fct_orders}
    where is_purchase
  ),
  planned as (
    select ${tomorrow} - ${horizon} as cut_date, 'newest' as role
    union all
    select ${lastBoundary} - ${horizon}, 'validation'
    union all
    select ${lastBoundary} - 2 * ${horizon}, 'calibration'
    union all
    select ${lastBoundary} - 3 * ${horizon} - 30 * earlier, 'training'
    from generate_series(0, ${value(churnSettings.trainingCuts)} - 1) as earlier
  )
  select planned.*
  from planned
  cross join purchases
  where cut_date >= first_date + ${value(churnSettings.historyDays)}`

/**
 * At most so many customers, drawn by the key of their first order: a hash of what the shop calls it. Keys of customers
 * depend on which records were known when the customer first appeared, so they would draw others in a company that was loaded otherwise.
 */
export function sampledCustomers(most: number): Sql {
  return sql`
  select customer_key
  from (
    select distinct on (customer_key)
      customer_key,
      order_key
    from ${fct_orders}
    join ${dim_customer} using (customer_key)
    where is_purchase
      and is_counted
    order by
      customer_key,
      ordered_at,
      order_key
  ) first_orders
  order by order_key
  limit ${value(most)}`
}

/** One row for each customer and day, with the role of the day, whether they left within the horizon, and the features. */
export const labelledCases = sql`
  select
    role,
    customer_key,
    (days_since < ${value(churnSettings.activeDays)})::integer as is_active,
    (
      not exists (
        select
        from ${fct_orders} later
        where later.customer_key = features.customer_key
          and later.is_purchase
          and later.ordered_at >= ${beginningOf(sql`features.cut_date`)}
          and later.ordered_at < ${beginningOf(sql`features.cut_date + ${horizon}`)}
      )
    )::integer as has_left,
    ${featureColumns}
  from (
    ${churnFeatures(casesOn(sql`select cut_date from (${cuts}) planned_cuts`, sampledCustomers(churnSettings.mostCustomers)))}
  ) features
  join (${cuts}) planned_cuts using (cut_date)
  order by
    cut_date,
    has_left,
    is_active,
    ${featureColumns},
    customer_key`

/** The period of a fit, in one row. */
export const fitWindow = sql`
  select
    ${asOfDay}::text as as_of_date,
    ${lastBoundary}::text as fitted_until_date,
    ${tomorrow}::text as recalibrated_until_date,
    (select min(cut_date)::text from (${cuts}) planned where role = 'training') as first_cut_date,
    (select min(cut_date)::text from (${cuts}) planned where role = 'validation') as checked_from_date`
