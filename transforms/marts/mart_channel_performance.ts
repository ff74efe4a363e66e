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
  value,
} from '#engine'
import { dim_campaign } from '../warehouse/dim_campaign.ts'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { fct_campaign_costs } from '../warehouse/fct_campaign_costs.ts'
import { attributionModels } from './attribution/credit-shares.ts'
import { paybacks, spending } from './attribution/paybacks.ts'
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
  query: sql`
    with spent as (
      select
        model.attribution_model,
        spending.*
      from (${spending}) spending
      cross join unnest(${value([...attributionModels])}) model(attribution_model)
    ),
    brought as (
      select
        attribution_model,
        channel_key,
        campaign_key,
        sum(order_count) as order_count,
        sum(first_order_count) as first_order_count,
        sum(unvalued_order_count) as unvalued_order_count,
        sum(value_amount) as value_amount
      from ${mart_attribution}
      group by attribution_model, channel_key, campaign_key
    )
    select
      attribution_model,
      channel_key,
      campaign_key,
      case
        when brought.order_count is null then 'cost without orders'
        when spent.cost_amount is null then 'orders without cost'
        else 'cost and orders'
      end as performance,
      spent.cost_amount,
      coalesce(spent.unvalued_cost_count, 0)::integer as unvalued_cost_count,
      spent.first_spent_date,
      spent.last_spent_date,
      coalesce(brought.order_count, 0) as order_count,
      coalesce(brought.first_order_count, 0) as first_order_count,
      coalesce(brought.unvalued_order_count, 0) as unvalued_order_count,
      coalesce(brought.value_amount, 0)::numeric(38,4) as value_amount,
      round(coalesce(brought.value_amount, 0) / nullif(spent.cost_amount, 0), 6) as return_on_spend,
      (spent.cost_amount / nullif(brought.first_order_count, 0))::numeric(38,4) as cost_per_new_customer_amount,
      payback.payback_months
    from spent
    full join brought using (attribution_model, channel_key, campaign_key)
    left join (${paybacks}) payback using (attribution_model, channel_key, campaign_key)`,
})
