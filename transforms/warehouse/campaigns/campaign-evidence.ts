import { sql, value } from '#engine'
import { company } from '#settings'
import { fct_campaign_responses } from '../fct_campaign_responses.ts'
import { fct_orders } from '../fct_orders.ts'
import { fct_sessions } from '../fct_sessions.ts'
import { orderSessions } from '../web/order-sessions.ts'

/**
 * What shows that a campaign is behind an order, and how strongly it counts: the link that brought the visit in which it was
 * placed counts four times as much as an earlier visit, and a click in a message twice as much.
 */
export const evidenceStrengths = {
  'visit of the order': 4,
  'click in a message': 2,
  'earlier visit': 1,
} as const

const window = sql`${value(company.campaignWindowDays ?? 7)} * interval '1 day'`

/** Everything that shows that a campaign is behind a purchase: rows of the order, the campaign, the evidence and when. */
export const campaignEvidence = sql`
  with purchases as (
    select order_key, customer_key, ordered_at
    from ${fct_orders}
    where is_purchase
  ),
  visits as (
    select session_key, customer_key, campaign_key, started_at
    from ${fct_sessions}
    where campaign_key not in (-1, -2)
  ),
  placed_in as (${orderSessions})
  select
    order_key,
    visits.campaign_key,
    'visit of the order' as evidence,
    visits.started_at as evident_at
  from purchases
  join placed_in using (order_key)
  join visits using (session_key)
  union all
  select
    purchases.order_key,
    response.campaign_key,
    'click in a message',
    response.responded_at
  from purchases
  join ${fct_campaign_responses} response using (customer_key)
  where customer_key > 0
    and response.response_type = 'clicked'
    and not response.is_automatic
    and response.campaign_key not in (-1, -2)
    and response.responded_at between purchases.ordered_at - ${window} and purchases.ordered_at
  union all
  select
    purchases.order_key,
    visits.campaign_key,
    'earlier visit',
    visits.started_at
  from purchases
  join visits using (customer_key)
  left join placed_in using (order_key)
  where customer_key > 0
    and visits.started_at between purchases.ordered_at - ${window} and purchases.ordered_at
    and placed_in.session_key is distinct from visits.session_key`
