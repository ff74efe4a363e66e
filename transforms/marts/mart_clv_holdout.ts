import { day, decimal, integer, key, money, references, returnsNone, sql, text, transform } from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { predictHoldout } from './lifetime-value/predict-holdout.ts'
import { purchaseDays } from './lifetime-value/purchases.ts'
import { mart_clv_window } from './mart_clv_window.ts'

const orders = (who: string) => decimal(`Orders that ${who} predicts for the holdout. Additive`)
const amount = () => money('Their net value. Additive')

/** What the backtest is computed from, so that every figure of it can be followed to the customers. */
export const mart_clv_holdout = transform('marts.mart_clv_holdout', {
  description:
    'What models and naive methods predicted of each customer who had bought by the end of the calibration, and what the customer did in the holdout.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer'),
    model_group: text('The customers with whom the models were fitted'),
    first_ordered_date: day('Day of the first order'),
    last_ordered_date: day('Day of the last order of the calibration'),
    repeat_order_count: integer(
      'Days with an order after the first one, in the calibration (frequency). Additive',
    ),
    recency_days: integer('Days from the first to the last order of the calibration'),
    age_days: integer('Days from the first order to the end of the calibration'),
    valued_order_count: integer(
      'Days with an order in a currency that has a rate, in the calibration. Additive',
    ),
    calibration_amount: money('Net sales of the calibration. Additive'),
    segment: text('Segment of the naive method: how often the customer bought, and how long ago'),
    actual_order_count: integer('Days with an order in the holdout. Additive'),
    actual_amount: money('Net sales in the holdout. Additive'),
    bg_nbd_orders: orders('BG/NBD').orNull(),
    bg_nbd_amount: amount().orNull(),
    mbg_nbd_orders: orders('MBG/NBD').orNull(),
    mbg_nbd_amount: amount().orNull(),
    pareto_nbd_orders: orders('Pareto/NBD').orNull(),
    pareto_nbd_amount: amount().orNull(),
    same_as_last_year_orders: orders('the year before the holdout, in proportion to its weeks,'),
    same_as_last_year_amount: amount(),
    mean_of_segment_orders: orders('what customers of the segment bought before,'),
    mean_of_segment_amount: amount(),
  },
  tests: [
    references('customer_key', dim_customer),
    returnsNone(
      'what customers bought in the holdout is complete',
      (self) => sql`
        with facts as (
          select count(*) as order_count
          from (${purchaseDays}) purchase
          cross join ${mart_clv_window}
          where ordered_date between holdout_from_date and holdout_to_date
            and customer_key in (
              select customer_key
              from (${purchaseDays}) earlier
              where earlier.ordered_date <= calibration_to_date
            )
        ),
        mart as (
          select coalesce(sum(actual_order_count), 0) as order_count
          from ${self}
        )
        select
          facts.order_count as facts_count,
          mart.order_count as mart_count
        from facts
        cross join mart
        where facts.order_count <> mart.order_count`,
    ),
  ],
  query: predictHoldout,
})
