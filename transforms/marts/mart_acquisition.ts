import { day, integer, key, money, notNegative, references, returnsNone, sql, text, transform } from '#engine'
import { dim_campaign } from '../warehouse/dim_campaign.ts'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { dim_date } from '../warehouse/dim_date.ts'
import { fct_campaign_costs } from '../warehouse/fct_campaign_costs.ts'
import { acquisitions } from './attribution/acquisitions.ts'
import { mart_customer_ltv } from './mart_customer_ltv.ts'

/**
 * A customer belongs to the channel of the first contact, not of those that came after it: mart_attribution divides credit by other
 * rules. All columns add up, so that the cost of a customer and the like are right for any months, channels and campaigns as
 * ratios of sums; of a market the cost is missing, and so are they.
 */
export const mart_acquisition = transform('marts.mart_acquisition', {
  description:
    'What winning customers cost and what they have been worth since: one row for each month, channel, campaign and ' +
    'market with customers who bought for the first time, and one for each month, channel and campaign with a cost, which no source ' +
    'divides by market.',
  grain: ['month_start_date', 'channel_key', 'campaign_key', 'market'],
  columns: {
    month_start_date: day('First day of the month of the cost, and of the first purchases'),
    channel_key: key('Channel of the cost, and of the first contact of the customers; -1 if unknown'),
    campaign_key: key('Campaign of these; -2 for none, -1 if a link names one that nobody knows'),
    market: text('Market of the customers; Not by market for a cost'),
    cost_amount: money('What was spent in the month; missing for a market. Additive').orNull(),
    unvalued_cost_count: integer('Days of cost in a currency without a rate, which is not in it. Additive'),
    new_customer_count: integer('Customers who bought for the first time in the month. Additive'),
    value_amount: money('Net amount that these customers have been worth so far. Additive'),
    forecast_customer_count: integer('Of these customers, those whose value is forecast. Additive'),
    predicted_value_amount: money(
      'What those will have been worth in the end: their net amount so far and all that is expected, discounted. Additive',
    ),
    value_0_months_amount: money(
      'Net amount of the customers within a month of the first purchase. Additive',
    ),
    value_1_month_amount: money('The same within two months of it. Additive'),
    value_2_months_amount: money('The same within three months of it. Additive'),
    value_3_months_amount: money('The same within four months of it. Additive'),
    value_6_months_amount: money('The same within seven months of it. Additive'),
    value_9_months_amount: money('The same within ten months of it. Additive'),
    value_12_months_amount: money('The same within 13 months of it. Additive'),
    value_18_months_amount: money('The same within 19 months of it. Additive'),
    value_24_months_amount: money('The same within 25 months of it. Additive'),
    value_36_months_amount: money('The same within 37 months of it. Additive'),
  },
  tests: [
    references('channel_key', dim_channel),
    references('campaign_key', dim_campaign),
    references('month_start_date', dim_date, 'date_day'),
    notNegative('cost_amount'),
    returnsNone(
      'all costs, customers and their value are present',
      (self) => sql`
        select
          coalesce(sum(cost_amount), 0),
          coalesce(sum(new_customer_count), 0),
          coalesce(sum(value_amount), 0)
        from ${self}
        except
        select
          (select coalesce(sum(cost_amount), 0) from ${fct_campaign_costs}),
          count(*),
          coalesce(sum(lifetime_value_amount), 0)
        from ${mart_customer_ltv}
        where is_known
          and order_count > 0`,
    ),
  ],
  query: acquisitions,
})
