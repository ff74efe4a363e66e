import {
  day,
  decimal,
  every,
  holds,
  id,
  instant,
  integer,
  key,
  money,
  notApplicableKey,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
  unknownKey,
} from '#engine'
import { deal } from '../canonical/deal.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_agent } from './dim_agent.ts'
import { dim_company } from './dim_company.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { datedDeals } from './money/dated-deals.ts'
import { converted, exchangeRate, hasRates } from './money/exchange.ts'

/**
 * An accumulating snapshot: a deal has one row, which changes with its stage, however late the source reports it. A
 * closed deal is converted at the rate of the day it was closed, an open one at that of the day the source last said
 * what it is worth. Deleted deals stay, are worth nothing, and keep their original amount. The name is left out: it is
 * free text. The customer is the first contact; bdg_customer_company has the others.
 */
export const fct_deals = transform('warehouse.fct_deals', {
  description:
    'Sales opportunities with people and businesses, one row for each, from its creation until it is won or lost.',
  grain: ['deal_key'],
  columns: {
    deal_key: key('Surrogate key of the deal'),
    customer_key: key('The customer it is with, by its first contact; -1 while unknown'),
    record_key: key('Profile record of that contact').orNull(),
    company_key: key('Business it is with; -2 if it is with a person only, -1 if nobody says with whom'),
    agent_key: key('Who of the company owns it; -1 if nobody says'),
    source: id('Source system'),
    deal_id: id('Identifier of the deal in its source'),
    pipeline: deal.columns.pipeline,
    stage: deal.columns.stage,
    outcome: oneOf('What came of it', ['open', 'won', 'lost']),
    excluded_because: oneOf('Why it is in no figure; missing if it is in them', ['deleted']).orNull(),
    created_at: instant('When it was created'),
    created_date: day('The day of that, in the time zone of the company'),
    closed_at: instant('When it was won or lost; missing while it is open').orNull(),
    closed_date: day('The day of that, in the time zone of the company').orNull(),
    expected_close_date: day('Day on which an open deal is expected to close').orNull(),
    value_date: day('Day of the exchange rate: of closing it, or of its last change while it is open'),
    currency: id('Currency of the original amount, ISO 4217').notPersonal('an ISO 4217 code'),
    original_amount: decimal('Value in that currency, whether it counts or not').orNull(),
    deal_amount: money(
      'Value in the reporting currency; missing without a value or an exchange rate. Additive over deals of one outcome',
    ).orNull(),
    open_days: integer(
      'Days from creating to closing it; missing while it is open. Additive; usually averaged',
    ).orNull(),
  },
  indexes: [['customer_key'], ['created_date']],
  tests: [
    references('customer_key', dim_customer),
    references('currency', dim_currency),
    references('company_key', dim_company),
    references('agent_key', dim_agent),
    references('created_date', dim_date, 'date_day'),
    holds('a deal is closed or open', sql`(outcome = 'open') = (closed_date is null)`),
    hasRates(sql`value_date`, sql`original_amount`, sql`deal_amount`),
    returnsNone(
      'every staged deal is present, with its money by currency',
      (self) => sql`
        select currency, count(*) as row_count, sum(amount) as amount from ${every(deal)} staged group by currency
        except
        select currency, count(*), sum(original_amount) from ${self} group by currency`,
    ),
  ],
  query: sql`
    select
      dealt.deal_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      dealt.record_key,
      coalesce(
        business.company_key,
        case when dealt.record_key is not null then ${notApplicableKey} else ${unknownKey} end
      ) as company_key,
      coalesce(agent.agent_key, ${unknownKey}) as agent_key,
      dealt.source,
      dealt.deal_id,
      dealt.pipeline,
      dealt.stage,
      dealt.outcome,
      case when dealt.is_deleted then 'deleted' end as excluded_because,
      dealt.created_at,
      dealt.created_date,
      dealt.closed_at,
      dealt.closed_date,
      dealt.expected_close_date,
      dealt.value_date,
      dealt.currency,
      dealt.amount as original_amount,
      case
        when dealt.is_deleted then 0
        else ${converted(sql`dealt.amount`, sql`dealt.currency`)}
      end as deal_amount,
      dealt.closed_date - dealt.created_date as open_days
    from (${datedDeals}) dealt
    left join (${customerOfRecord}) i using (record_key)
    left join ${dim_company} business on business.company_key = dealt.company_key
    left join ${dim_agent} agent on agent.source = dealt.source and agent.agent_id = dealt.agent_id
    ${exchangeRate(sql`dealt.currency`, sql`dealt.value_date`)}`,
})
