import {
  day,
  decimal,
  every,
  id,
  instant,
  key,
  money,
  notNegative,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { campaign_cost } from '../canonical/campaign_cost.ts'
import { channelKey, marketingChannel } from './campaigns/marketing-channel.ts'
import { dim_campaign } from './dim_campaign.ts'
import { dim_channel } from './dim_channel.ts'
import { dim_date } from './dim_date.ts'
import { converted, exchangeRate, hasRates } from './money/exchange.ts'

/**
 * The channel is assigned from the tags by the same rule as that of visits, so that costs and visits meet. Platforms correct
 * their costs for some days: a later report of a day replaces the earlier one.
 */
export const fct_campaign_costs = transform('warehouse.fct_campaign_costs', {
  description: 'What advertising cost, one row for each campaign, platform and day.',
  grain: ['cost_key'],
  columns: {
    cost_key: key('Surrogate key of the cost'),
    campaign_key: key('Campaign that it was spent on'),
    channel_key: key('Marketing channel of its links'),
    source: id('Source system'),
    platform: text('Where it was spent, such as google'),
    spent_at: instant('When the day began, where the company is'),
    spent_date: day('The day, as the platform counts it'),
    currency: id('Currency of the original cost, ISO 4217'),
    original_cost: decimal('What it cost in that currency, without tax. Additive within a currency'),
    cost_amount: money('The same in the reporting currency; missing without a rate. Additive').orNull(),
    impression_count: decimal('How often it was shown. Additive').orNull(),
    click_count: decimal('How often it was clicked, as the platform counts. Additive').orNull(),
  },
  indexes: [['campaign_key'], ['spent_date']],
  tests: [
    references('campaign_key', dim_campaign),
    references('channel_key', dim_channel),
    references('spent_date', dim_date, 'date_day'),
    notNegative('original_cost'),
    hasRates(sql`spent_date`, sql`original_cost`, sql`cost_amount`),
    returnsNone(
      'every cost is present',
      (self) => sql`
        select currency, count(*) as cost_count, sum(cost) as cost
        from ${every(campaign_cost)} spent
        group by currency
        except
        select currency, count(*), sum(original_cost)
        from ${self}
        group by currency`,
    ),
  ],
  query: sql`
    select
      spent.cost_key,
      spent.campaign_key,
      ${channelKey(
        marketingChannel({
          source: sql`spent.campaign_source`,
          medium: sql`spent.campaign_medium`,
          referrer: sql`null::text`,
          isOwn: sql`false`,
        }),
      )} as channel_key,
      spent.source,
      spent.platform,
      spent.spent_at,
      spent.cost_date as spent_date,
      spent.currency,
      spent.cost as original_cost,
      ${converted(sql`spent.cost`, sql`spent.currency`)} as cost_amount,
      spent.impression_count,
      spent.click_count
    from ${every(campaign_cost)} spent
    ${exchangeRate(sql`spent.currency`, sql`spent.cost_date`)}`,
})
