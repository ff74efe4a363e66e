import {
  day,
  decimal,
  money,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
  unknownKey,
  value,
} from '#engine'
import { company } from '#settings'
import { dim_date } from '../warehouse/dim_date.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'
import { lookBack } from './attribution/journeys.ts'
import { directChannel, touches } from './attribution/touches.ts'
import { mart_attribution_touch } from './mart_attribution_touch.ts'

const monthOf = sql`date_trunc('month', touched_at at time zone ${value(company.timeZone)})::date`

/** What models of attribution are silent about has to be said next to them. */
export const mart_attribution_coverage = transform('marts.mart_attribution_coverage', {
  description:
    'How much of what happened attribution knows: purchases by what was seen before them, and visits and clicks in messages by ' +
    'what became of them, such as those left out because the person had not consented; one row for each month and reason.',
  grain: ['month_start_date', 'subject', 'coverage'],
  columns: {
    month_start_date: day('First day of the month in which it happened'),
    subject: oneOf('What is counted', ['purchase', 'touch']),
    coverage: oneOf('What was seen before the purchase, or what became of the visit or click', [
      'marketing seen',
      'only direct visits seen',
      'seen without consent only',
      'nothing seen',
      'customer unknown',
      'used before a purchase',
      'used in a journey without a purchase',
      'in a journey that is open',
      'direct beside marketing',
      'consent refused',
      'no consent recorded',
      'visitor unknown',
    ]),
    item_count: decimal('Purchases, or visits and clicks. Additive within a subject'),
    value_amount: money('Net amount of the purchases; missing for touches. Additive').orNull(),
  },
  tests: [
    references('month_start_date', dim_date, 'date_day'),
    returnsNone(
      'every purchase is counted once',
      (self) => sql`
        select count(*)::numeric as purchases, coalesce(sum(net_amount), 0) as amount
        from ${fct_orders}
        where is_purchase
        except
        select coalesce(sum(item_count), 0), coalesce(sum(value_amount), 0)
        from ${self}
        where subject = 'purchase'`,
    ),
  ],
  query: sql`
    with touches as materialized (${touches}),
    without_consent as (
      select distinct purchase.order_key
      from ${fct_orders} purchase
      join touches using (customer_key)
      where touches.consent in ('refused', 'not recorded')
        and touches.touched_at between purchase.ordered_at - ${lookBack} and purchase.ordered_at
    ),
    purchases as (
      select distinct on (purchase.order_key)
        date_trunc('month', purchase.ordered_date)::date as month_start_date,
        purchase.net_amount,
        case
          when purchase.customer_key = ${unknownKey} then 'customer unknown'
          when touch.touch_type = 'none' and without_consent.order_key is not null then 'seen without consent only'
          when touch.touch_type = 'none' then 'nothing seen'
          when touch.channel_key = ${directChannel} then 'only direct visits seen'
          else 'marketing seen'
        end as coverage
      from ${fct_orders} purchase
      join ${mart_attribution_touch} touch using (order_key)
      left join without_consent using (order_key)
      where purchase.is_purchase
      order by
        purchase.order_key,
        touch.touch_number
    ),
    uses as (
      select
        touch_key,
        min(case journey_end when 'order' then 1 when 'no order' then 2 else 3 end) as best_use
      from ${mart_attribution_touch}
      where touch_key is not null
      group by touch_key
    ),
    seen as (
      select
        ${monthOf} as month_start_date,
        case
          when consent = 'nobody known' then 'visitor unknown'
          when consent = 'refused' then 'consent refused'
          when consent = 'not recorded' then 'no consent recorded'
          when best_use is null then 'direct beside marketing'
          when best_use = 1 then 'used before a purchase'
          when best_use = 2 then 'used in a journey without a purchase'
          else 'in a journey that is open'
        end as coverage
      from touches
      left join uses using (touch_key)
    )
    select
      month_start_date,
      'purchase' as subject,
      coverage,
      count(*)::numeric as item_count,
      coalesce(sum(net_amount), 0) as value_amount
    from purchases
    group by month_start_date, coverage
    union all
    select
      month_start_date,
      'touch',
      coverage,
      count(*)::numeric,
      null
    from seen
    group by month_start_date, coverage`,
})
