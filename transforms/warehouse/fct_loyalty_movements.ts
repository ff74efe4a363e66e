import { day, every, id, instant, integer, key, references, sql, text, transform, unknownKey } from '#engine'
import { points_movement } from '../canonical/points_movement.ts'
import { dayOf } from './calendar/times.ts'
import { conserves } from './conserves.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'

/** The ledger is append-only: a late movement is one more row, on the day it happened. Former members keep theirs. */
export const fct_loyalty_movements = transform('warehouse.fct_loyalty_movements', {
  description:
    'Loyalty points that were earned, redeemed, expired or corrected, one row for each entry of the ledger.',
  grain: ['movement_key'],
  columns: {
    movement_key: key('Surrogate key of the movement'),
    customer_key: key('The member; -1 while unknown'),
    record_key: key('Profile record of the member').orNull(),
    order_key: key(
      'Order that they were earned or redeemed with, as in fct_orders; missing if there is none',
    ).orNull(),
    source: id('Source system, which is the loyalty programme'),
    movement_id: id('Number of the movement in its source'),
    movement_type: points_movement.columns.movement_type,
    reason: text('Reason, in the words of the programme').orNull(),
    occurred_at: instant('When it happened'),
    occurred_date: day('The day of that, in the time zone of the company'),
    expires_at: instant('When points that were earned expire').orNull(),
    points: integer('Points; negative if they leave the account. Additive: the sum is the balance'),
  },
  indexes: [['customer_key'], ['occurred_date']],
  tests: [
    references('customer_key', dim_customer),
    references('occurred_date', dim_date, 'date_day'),
    conserves(
      points_movement,
      sql`
        count(*) as row_count,
        sum(points) as points,
        sum(points) filter (where movement_type = 'earned') as earned_points`,
    ),
  ],
  query: sql`
    select
      moved.movement_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      moved.record_key,
      moved.order_key,
      moved.source,
      moved.movement_id,
      moved.movement_type,
      moved.reason,
      moved.occurred_at,
      ${dayOf(sql`moved.occurred_at`)} as occurred_date,
      moved.expires_at,
      moved.points
    from ${every(points_movement)} moved
    left join (${customerOfRecord}) i using (record_key)`,
})
