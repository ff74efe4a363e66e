import { canonical, day, decimal, id, instant, key, notNegative, text } from '#engine'

/** What a campaign cost on one platform on one day. */
export const campaign_cost = canonical('campaign_cost', {
  description: 'The cost of a campaign on a day, as one source has it',
  columns: {
    cost_key: key('Surrogate key of the cost'),
    campaign_key: key('Campaign that it was spent on'),
    source: id('Source system'),
    platform: text('Where it was spent, such as google'),
    campaign_source: text('utm_source of its links'),
    campaign_medium: text('utm_medium of its links'),
    cost_date: day('The day, as the platform counts it'),
    spent_at: instant('When that day began, where the company is'),
    currency: id('Currency of the cost, ISO 4217, in capitals'),
    cost: decimal('What it cost, without tax'),
    impression_count: decimal('How often it was shown').orNull(),
    click_count: decimal('How often it was clicked').orNull(),
  },
  tests: [notNegative('cost')],
})
