import {
  day,
  decimal,
  holds,
  integer,
  key,
  money,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { purchaseModelNames, spendModelName } from './lifetime-value/names.ts'
import { scoreCustomers } from './lifetime-value/score-customers.ts'

const orders = (months: number) =>
  decimal(`Orders expected in the ${months} months after the as-of day. Additive`).orNull()
const lowerOrders = decimal(
  'Lower end of the 95 % interval of that: what chance can do, the model taken as right',
).orNull()
const upperOrders = decimal('Upper end of the 95 % interval. Not additive').orNull()
const worth = (months: number) =>
  money(`Net value expected of the orders of these ${months} months, not discounted. Additive`).orNull()
const lowerAmount = money(
  'Lower end of the 95 % interval of that: what chance can do, the models taken as right',
).orNull()
const upperAmount = money('Upper end of the 95 % interval. Not additive').orNull()

/**
 * A forecast can be followed: the history (repeat orders, recency, age, historic value), the model with its parameters in
 * mart_clv_parameter, and how well it predicted the past in mart_clv_backtest. Orders are days with an order.
 */
export const mart_customer_forecast = transform('marts.mart_customer_forecast', {
  description:
    'What each customer and prospect is expected to order and to be worth, one row for each, or why nothing is forecast.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer'),
    forecast_status: oneOf('What is forecast', ['orders and value', 'orders only', 'none']),
    no_forecast_because: text('Why not everything is forecast').orNull(),
    group_name: text('The group of customers, by the settings of the company'),
    model_group: text(
      'The customers with whom the models were fitted; missing if nobody of the group has bought',
    ).orNull(),
    model_name: oneOf(
      'The model of orders, chosen by its backtest',
      Object.values(purchaseModelNames),
    ).orNull(),
    spend_model_name: oneOf('The model of what an order is worth', [spendModelName]).orNull(),
    model_fitted_to_date: day('Last day of the data that the models were fitted to').orNull(),
    first_ordered_date: day('Day of the first order').orNull(),
    last_ordered_date: day('Day of the last order').orNull(),
    repeat_order_count: integer('Days with an order after the first one (frequency). Additive').orNull(),
    recency_days: integer('Days from the first to the last order (recency). Not additive').orNull(),
    age_days: integer('Days from the first order to the as-of day (T). Not additive').orNull(),
    historic_value_amount: money('Net sales so far, as in mart_customer_ltv. Additive'),
    alive_probability: decimal(
      'Probability that the customer has not left for good, 0 to 1. The sum is the expected number',
    ).orNull(),
    expected_orders_3_months: orders(3),
    expected_orders_3_months_lower: lowerOrders,
    expected_orders_3_months_upper: upperOrders,
    expected_orders_12_months: orders(12),
    expected_orders_12_months_lower: lowerOrders,
    expected_orders_12_months_upper: upperOrders,
    expected_orders_24_months: orders(24),
    expected_orders_24_months_lower: lowerOrders,
    expected_orders_24_months_upper: upperOrders,
    expected_order_amount: money('Expected net value of each future order. Not additive').orNull(),
    expected_value_3_months_amount: worth(3),
    expected_value_3_months_lower_amount: lowerAmount,
    expected_value_3_months_upper_amount: upperAmount,
    expected_value_12_months_amount: worth(12),
    expected_value_12_months_lower_amount: lowerAmount,
    expected_value_12_months_upper_amount: upperAmount,
    expected_value_24_months_amount: worth(24),
    expected_value_24_months_lower_amount: lowerAmount,
    expected_value_24_months_upper_amount: upperAmount,
    discounted_residual_amount: money(
      'Expected net value of all future orders without a limit of time, discounted by the yearly rate. Additive',
    ).orNull(),
    predicted_lifetime_value_amount: money(
      'Historic value and discounted residual value together. Additive',
    ).orNull(),
    discount_rate: decimal('By so much a year later value counts less, as a share'),
    as_of_date: day('The day as of which this holds'),
  },
  indexes: [['model_group']],
  tests: [
    references('customer_key', dim_customer),
    holds('a probability is between 0 and 1', sql`alive_probability between 0 and 1`),
    holds('who is forecast has a model', sql`(forecast_status = 'none') = (model_name is null)`),
    holds(
      'what is missing has a reason',
      sql`(forecast_status = 'orders and value') = (no_forecast_because is null)`,
    ),
    holds(
      'a forecast has all its parts',
      sql`(forecast_status = 'none') = (expected_orders_12_months is null)
        and (forecast_status = 'orders and value') = (predicted_lifetime_value_amount is not null)`,
    ),
    holds(
      'longer horizons hold more',
      sql`expected_orders_3_months <= expected_orders_12_months
        and expected_orders_12_months <= expected_orders_24_months`,
    ),
    returnsNone(
      'every customer and prospect has a row',
      (self) => sql`
        select customer_key
        from ${dim_customer}
        left join ${self} forecast using (customer_key)
        where is_counted
          and forecast.customer_key is null`,
    ),
  ],
  query: scoreCustomers,
})
