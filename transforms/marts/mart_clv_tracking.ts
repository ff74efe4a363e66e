import { day, decimal, flag, integer, oneOf, returnsNone, sql, text, transform } from '#engine'
import { purchaseModelNames } from './lifetime-value/names.ts'
import { trackPurchases } from './lifetime-value/track-purchases.ts'
import { mart_clv_holdout } from './mart_clv_holdout.ts'

/** As in figures 6 and 7 of Fader, Hardie & Lee (2005). A model that bends away from what happened does not describe it. */
export const mart_clv_tracking = transform('marts.mart_clv_tracking', {
  description:
    'Repeat orders of the customers of the calibration, actual against expected, one row for each group, model, and week of calibration and holdout.',
  grain: ['model_group', 'model_name', 'week_number'],
  columns: {
    model_group: text('The customers'),
    model_name: oneOf('The model, fitted to the calibration', Object.values(purchaseModelNames)),
    week_number: integer('Week of the history, from 1'),
    week_end_date: day('Last day of the week'),
    is_holdout: flag('Whether it is in the holdout, which the model has not seen'),
    actual_order_count: integer(
      'Days with a repeat order in the week. Additive over groups and weeks, not over models',
    ),
    expected_orders: decimal(
      'What the model expects of the week. Additive over groups and weeks, not over models',
    ),
    actual_cumulative_order_count: integer(
      'Days with a repeat order up to the end of the week. Additive over groups',
    ),
    expected_cumulative_orders: decimal(
      'What the model expects up to the end of the week. Additive over groups',
    ),
  },
  tests: [
    returnsNone(
      'the last week ties with the holdout',
      (self) => sql`
        with last_week as (
          select
            model_group,
            model_name,
            max(actual_cumulative_order_count) as order_count
          from ${self}
          group by
            model_group,
            model_name
        ),
        customers as (
          select
            model_group,
            sum(repeat_order_count + actual_order_count) as order_count
          from ${mart_clv_holdout}
          group by model_group
        )
        select
          last_week.*,
          customers.order_count as customer_order_count
        from last_week
        join customers using (model_group)
        where last_week.order_count <> customers.order_count`,
    ),
  ],
  query: trackPurchases,
})
