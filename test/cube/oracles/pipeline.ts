import type { Oracle } from './oracle.ts'
import { customerMarket, dates, traitsOf } from './traits.ts'

const customer = traitsOf('deal')
const real = 'deal.excluded_because is null'
const counted = (outcome: string) => `count(*) filter (where ${real} and deal.outcome = '${outcome}')`
const worth = (outcome: string) =>
  `sum(deal.deal_amount) filter (where ${real} and deal.outcome = '${outcome}')`
/** The sum of no rows is none of the money, and not an unknown part of it. */
const orNone = (amount: string) => `coalesce(${amount}, 0)`
const ratio = (part: string, of: string) => `(${part})::numeric / nullif(${of}, 0)`

export const pipeline: Oracle = {
  from: `warehouse.fct_deals deal
    left join warehouse.dim_company company on company.company_key = deal.company_key
    left join warehouse.dim_agent owner on owner.agent_key = deal.agent_key
    left join warehouse.dim_date calendar on calendar.date_day = deal.created_date
    ${customer.joins}`,
  dimensions: {
    deal_key: 'deal.deal_key',
    customer_key: 'deal.customer_key',
    company_key: 'deal.company_key',
    agent_key: 'deal.agent_key',
    source: 'deal.source',
    deal_id: 'deal.deal_id',
    pipeline: 'deal.pipeline',
    stage: 'deal.stage',
    outcome: 'deal.outcome',
    excluded_because: 'deal.excluded_because',
    created_at: 'deal.created_at',
    created_date: 'deal.created_date',
    closed_at: 'deal.closed_at',
    closed_date: 'deal.closed_date',
    expected_close_date: 'deal.expected_close_date',
    value_date: 'deal.value_date',
    currency: 'deal.currency',
    company_name: 'company.company_name',
    industry: 'company.industry',
    company_country: 'company.country',
    owner_id: 'owner.agent_id',
    ...dates,
    market: customerMarket('deal'),
    ...customer.dimensions,
  },
  measures: {
    count: 'count(*)',
    deal_count: `count(*) filter (where ${real})`,
    open_count: counted('open'),
    won_count: counted('won'),
    lost_count: counted('lost'),
    deal_value: `sum(deal.deal_amount) filter (where ${real})`,
    open_value: worth('open'),
    won_value: worth('won'),
    lost_value: worth('lost'),
    unvalued_count: `count(*) filter (where ${real}) - count(deal.deal_amount) filter (where ${real})`,
    win_rate: ratio(counted('won'), `count(*) filter (where ${real} and deal.closed_date is not null)`),
    value_win_rate: ratio(orNone(worth('won')), `${orNone(worth('won'))} + ${orNone(worth('lost'))}`),
    average_won_value: `avg(deal.deal_amount) filter (where ${real} and deal.outcome = 'won')`,
    median_days_to_win: `percentile_cont(0.5) within group (order by deal.open_days)
      filter (where ${real} and deal.outcome = 'won')`,
    median_days_to_close: `percentile_cont(0.5) within group (order by deal.open_days)
      filter (where ${real} and deal.outcome <> 'open')`,
    company_count: `count(distinct company.company_key)
      filter (where ${real} and company.company_key not in (-1, -2))`,
  },
}
