import type { Oracle } from './oracle.ts'
import { calendar, columns, customerMarket, traitsOf } from './traits.ts'

const traits = traitsOf('r')
const kind = (name: string) => `count(*) filter (where r.response_type = '${name}')`

export const engagementResponses: Oracle = {
  from: `warehouse.fct_campaign_responses r
    left join warehouse.dim_channel ch on ch.channel_key = r.channel_key
    left join warehouse.dim_campaign ca on ca.campaign_key = r.campaign_key
    left join warehouse.dim_date calendar on calendar.date_day = r.responded_date
    ${traits.joins}`,
  dimensions: {
    ...columns('r', [
      'response_key',
      'customer_key',
      'campaign_key',
      'channel_key',
      'source',
      'message_id',
      'response_type',
      'is_automatic',
      'is_first',
      'url',
      'responded_at',
      'responded_date',
    ]),
    channel: 'ch.channel_name',
    campaign: 'ca.campaign_name',
    campaign_type: 'ca.campaign_type',
    ...calendar,
    ...traits.dimensions,
    market: customerMarket('r'),
  },
  measures: {
    count: 'count(*)',
    response_count: 'count(r.response_key)',
    automatic_count: 'sum(r.is_automatic::integer)',
    person_count: 'count(distinct nullif(r.customer_key, -1)) filter (where not r.is_automatic)',
    opened_count: kind('opened'),
    clicked_count: kind('clicked'),
    subscribed_count: kind('subscribed'),
    unsubscribed_count: kind('unsubscribed'),
    complained_count: kind('complained'),
    not_understood_count: kind('unknown'),
    net_subscribed_count: `${kind('subscribed')} - ${kind('unsubscribed')}`,
  },
}
