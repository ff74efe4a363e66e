import { asOfDay, day, decimal, holds, id, key, references, returnsNone, sql, transform } from '#engine'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { fct_loyalty_movements } from './fct_loyalty_movements.ts'

/**
 * A periodic snapshot. Rows of days would be thirty times as many and say little more, because the day of each movement
 * is in fct_loyalty_movements. A month without points and without movements has no row, and neither have the years after
 * a movement of long ago that dim_date leaves out. A late movement changes its
 * month and all later ones. Movements that are dated after the as-of day wait.
 */
export const fct_loyalty_balances = transform('warehouse.fct_loyalty_balances', {
  description:
    'Balances of loyalty points, one row for each member, programme and month from the first movement until now; the ' +
    'current month is as of the day of the build.',
  grain: ['customer_key', 'source', 'month_start_date'],
  columns: {
    customer_key: key('The member; -1 stands for all whose customer is unknown'),
    source: id('Loyalty programme'),
    month_start_date: day('First day of the month'),
    month_end_date: day(
      'Day of the closing balance: the last one of the month, or the as-of day in the current month',
    ),
    opening_points: decimal('Balance before the month. Semi-additive: over members, not over months'),
    earned_points: decimal('Points earned in the month. Additive'),
    redeemed_points: decimal('Points redeemed in the month, negative. Additive'),
    expired_points: decimal('Points that expired in the month, negative. Additive'),
    adjusted_points: decimal('Corrections and gifts in the month, of either sign. Additive'),
    closing_points: decimal('Balance at the end of the month. Semi-additive: over members, not over months'),
  },
  indexes: [['month_start_date']],
  tests: [
    references('customer_key', dim_customer),
    references('month_start_date', dim_date, 'date_day'),
    holds(
      'the closing balance is the opening one and what happened',
      sql`closing_points = opening_points + earned_points + redeemed_points + expired_points + adjusted_points`,
    ),
    returnsNone(
      'the movements up to a month make its closing balance',
      (self) => sql`
        select
          customer_key,
          source
        from (
          select customer_key, source, points from ${fct_loyalty_movements} where occurred_date <= ${asOfDay}
          union all
          select customer_key, source, -closing_points
          from ${self}
          where month_start_date = date_trunc('month', ${asOfDay})
        ) entries
        group by customer_key, source
        having sum(points) <> 0`,
    ),
  ],
  query: sql`
    with movements as (
      select
        customer_key,
        source,
        date_trunc('month', occurred_date)::date as month_start_date,
        coalesce(sum(points) filter (where movement_type = 'earned'), 0)::numeric as earned_points,
        coalesce(sum(points) filter (where movement_type = 'redeemed'), 0)::numeric as redeemed_points,
        coalesce(sum(points) filter (where movement_type = 'expired'), 0)::numeric as expired_points,
        coalesce(sum(points) filter (where movement_type = 'adjusted'), 0)::numeric as adjusted_points,
        sum(points)::numeric as points
      from ${fct_loyalty_movements}
      where occurred_date <= ${asOfDay}
      group by 1, 2, 3
    ),
    balances as (
      select
        *,
        sum(points) over (of_member order by month_start_date) as closing_points,
        lead(month_start_date) over (of_member order by month_start_date) as next_month
      from movements
      window of_member as (partition by customer_key, source)
    ),
    months as (
      select
        balances.*,
        calendar.date_day as month,
        calendar.date_day = balances.month_start_date as has_movements
      from balances
      cross join lateral generate_series(
        month_start_date,
        coalesce(next_month - interval '1 month', date_trunc('month', ${asOfDay})),
        interval '1 month'
      ) as first_day
      join ${dim_date} calendar on calendar.date_day = first_day::date
      where first_day = balances.month_start_date
        or closing_points <> 0
    )
    select
      customer_key,
      source,
      month as month_start_date,
      least((month + interval '1 month - 1 day')::date, ${asOfDay}) as month_end_date,
      case when has_movements then closing_points - points else closing_points end as opening_points,
      case when has_movements then earned_points else 0 end as earned_points,
      case when has_movements then redeemed_points else 0 end as redeemed_points,
      case when has_movements then expired_points else 0 end as expired_points,
      case when has_movements then adjusted_points else 0 end as adjusted_points,
      closing_points
    from months`,
})
