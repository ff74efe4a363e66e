import {
  day,
  decimal,
  integer,
  key,
  money,
  notNegative,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
} from '#engine'
import { dim_campaign } from '../warehouse/dim_campaign.ts'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { fct_campaign_costs } from '../warehouse/fct_campaign_costs.ts'
import { attributionModels } from './attribution/credit-shares.ts'
import { performance } from './attribution/performance.ts'
import { mart_attribution } from './mart_attribution.ts'

/** What has a cost and no purchase, and the other way round, has a row: neither is lost in a join. */
export const mart_channel_performance = transform('marts.mart_channel_performance', {
  description:
    'What marketing cost and what it brought, by each model of attribution: cost of a new customer, return on what was spent, and ' +
    'months until new customers have paid for it; one row for each model, channel and campaign. Choose one model.',
  grain: ['attribution_model', 'channel_key', 'campaign_key'],
  columns: {
    attribution_model: oneOf('The model. Choose one', attributionModels),
    channel_key: key('The marketing channel; -2 if nothing was seen before the purchases'),
    campaign_key: key('The campaign; -2 for none, -1 if a link names one that nobody knows'),
    performance: oneOf('Whether both sides are known', [
      'cost and orders',
      'cost without orders',
      'orders without cost',
    ]),
    cost_amount: money('What was spent; the same for each model. Additive within a model').orNull(),
    unvalued_cost_count: integer('Days of cost in a currency without a rate. Additive within a model'),
    first_spent_date: day('First day with a cost').orNull(),
    last_spent_date: day('Last day with a cost').orNull(),
    order_count: decimal('Purchases credited. Additive within a model'),
    first_order_count: decimal('Of these, first purchases of customers. Additive within a model'),
    unvalued_order_count: decimal(
      'Of these, purchases in a currency without a rate. Additive within a model',
    ),
    value_amount: money('Net amount of the purchases credited. Additive within a model'),
    return_on_spend: decimal(
      'Net amount for each unit of money spent (ROAS). Not additive: divide the sums',
    ).orNull(),
    cost_per_new_customer_amount: money(
      'Cost for each first purchase (CAC). Not additive: divide the sums',
    ).orNull(),
    payback_months: integer(
      'Months after their first purchase in which new customers have paid for the cost, by net amounts; 0 if that purchase ' +
        'does; missing if they have not yet. Not additive',
    ).orNull(),
  },
  tests: [
    references('channel_key', dim_channel),
    references('campaign_key', dim_campaign),
    notNegative('order_count'),
    returnsNone(
      'each model has all costs and all purchases',
      (self) => sql`
        with found as (
          select
            attribution_model,
            sum(coalesce(cost_amount, 0)) as cost_amount,
            sum(order_count) as order_count,
            sum(value_amount) as value_amount
          from ${self}
          group by attribution_model
        ),
        credited as (
          select
            attribution_model,
            sum(order_count) as order_count,
            sum(value_amount) as value_amount
          from ${mart_attribution}
          group by attribution_model
        )
        select found.*
        from found
        left join credited using (attribution_model)
        where found.cost_amount <> (select coalesce(sum(cost_amount), 0) from ${fct_campaign_costs})
          or (found.order_count, found.value_amount)
            is distinct from (coalesce(credited.order_count, 0), coalesce(credited.value_amount, 0))`,
    ),
  ],
  query: performance,
})
