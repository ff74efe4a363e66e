import {
  day,
  decimal,
  key,
  money,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
  value,
} from '#engine'
import { dim_campaign } from '../warehouse/dim_campaign.ts'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { dim_date } from '../warehouse/dim_date.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'
import { attributionModels } from './attribution/credit-shares.ts'
import { creditedOrders } from './attribution/credited-orders.ts'

/**
 * Each purchase is divided among its own touches, so that credit adds up by any month, channel, campaign and market. What rounding to six
 * digits leaves goes to the largest row of the month that has a channel, so that it adds up exactly.
 */
export const mart_attribution = transform('marts.mart_attribution', {
  description:
    'Purchases and their value, put down to marketing channels and campaigns by each model of attribution: one row for each ' +
    'model, month of the purchase, channel, campaign and market. Channel -2 has the purchases before which nothing was seen. Choose one ' +
    'model: each credits all purchases once.',
  grain: ['attribution_model', 'ordered_month_date', 'channel_key', 'campaign_key', 'market'],
  columns: {
    attribution_model: oneOf('The model. Choose one', attributionModels),
    ordered_month_date: day('First day of the month of the purchase'),
    channel_key: key('The marketing channel; -2 if nothing was seen before the purchase'),
    campaign_key: key('The campaign; -2 for none, -1 if a link names one that nobody knows'),
    market: text('Market of the customer; of the country of the order while the customer is unknown'),
    order_count: decimal('Purchases credited. Additive within a model'),
    first_order_count: decimal('Of these, first purchases of customers. Additive within a model'),
    unvalued_order_count: decimal(
      'Of these, purchases in a currency without a rate. Additive within a model',
    ),
    value_amount: money('Net amount of the purchases credited. Additive within a model'),
  },
  tests: [
    references('channel_key', dim_channel),
    references('campaign_key', dim_campaign),
    references('ordered_month_date', dim_date, 'date_day'),
    returnsNone(
      'each model credits every purchase once',
      (self) => sql`
        with months as (
          select
            date_trunc('month', ordered_date)::date as ordered_month_date,
            count(*) as order_count,
            coalesce(sum(net_amount), 0) as value_amount
          from ${fct_orders}
          where is_purchase
          group by 1
        ),
        credited as (
          select
            attribution_model,
            ordered_month_date,
            sum(order_count) as order_count,
            sum(value_amount) as value_amount
          from ${self}
          group by attribution_model, ordered_month_date
        )
        select
          attribution_model,
          ordered_month_date,
          months.order_count as purchases,
          credited.order_count as credited,
          months.value_amount as purchases_amount,
          credited.value_amount as credited_amount
        from months
        full join credited using (ordered_month_date)
        where (months.order_count, months.value_amount) is distinct from (credited.order_count, credited.value_amount)`,
    ),
    returnsNone(
      'there are all models or none',
      (self) => sql`
        select count(distinct attribution_model) as models
        from ${self}
        having count(distinct attribution_model) not in (0, ${value(attributionModels.length)})`,
    ),
  ],
  query: creditedOrders,
})
