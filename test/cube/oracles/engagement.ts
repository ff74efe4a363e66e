import type { Oracle } from './oracle.ts'
import { calendar, columns, customerMarket, traitsOf, wilson } from './traits.ts'

const traits = traitsOf('m')

/** Whether there is a response of this kind to a send; from the responses, which all name the only send of their message. */
const did = (kind: string) => `exists (
  select from warehouse.fct_campaign_responses r
  where (r.record_key, r.source, r.message_id) = (m.record_key, m.source, m.message_id) and ${kind})`
const opened = did("r.response_type = 'opened' and not r.is_automatic")
const openedBySoftware = did("r.response_type = 'opened' and r.is_automatic")
const clicked = did("r.response_type = 'clicked'")
const unsubscribed = did("r.response_type = 'unsubscribed'")
const complained = did("r.response_type = 'complained'")

const delivered = (condition = 'true') => `count(*) filter (where m.outcome = 'delivered' and ${condition})`
const share = (condition: string) => `${delivered(condition)}::numeric / nullif(${delivered()}, 0)`
const people = (condition: string) =>
  `count(distinct nullif(m.customer_key, -1)) filter (where m.outcome = 'delivered' and ${condition})`

export const engagement: Oracle = {
  from: `(select m.*, ${opened} as opened, ${openedBySoftware} as opened_by_software, ${clicked} as clicked,
        ${unsubscribed} as unsubscribed, ${complained} as complained
      from warehouse.fct_campaign_sends m) m
    left join warehouse.dim_channel ch on ch.channel_key = m.channel_key
    left join warehouse.dim_campaign ca on ca.campaign_key = m.campaign_key
    left join warehouse.dim_date calendar on calendar.date_day = m.sent_date
    ${traits.joins}`,
  dimensions: {
    ...columns('m', [
      'send_key',
      'customer_key',
      'campaign_key',
      'channel_key',
      'source',
      'outcome',
      'detail',
      'sent_at',
      'sent_date',
    ]),
    is_opened: 'm.opened',
    is_opened_by_software: 'm.opened_by_software',
    is_clicked: 'm.clicked',
    is_unsubscribed: 'm.unsubscribed',
    is_complained: 'm.complained',
    channel: 'ch.channel_name',
    campaign: 'ca.campaign_name',
    campaign_type: 'ca.campaign_type',
    is_archived: 'ca.is_archived',
    ...calendar,
    ...traits.dimensions,
    market: customerMarket('m'),
  },
  measures: {
    count: 'count(*)',
    sent_count: 'count(m.send_key)',
    recipient_count: 'count(distinct nullif(m.customer_key, -1))',
    delivered_count: 'sum(m.delivered_count)',
    bounced_count: 'sum(m.bounced_count)',
    dropped_count: `count(*) filter (where m.outcome = 'dropped')`,
    delivered_rate: 'avg(m.delivered_count)',
    bounced_rate: 'avg(m.bounced_count)',
    opened_count: delivered('m.opened'),
    software_opened_count: delivered('m.opened_by_software and not m.opened'),
    clicked_count: delivered('m.clicked'),
    unsubscribed_count: delivered('m.unsubscribed'),
    complained_count: delivered('m.complained'),
    opened_rate: share('m.opened'),
    clicked_rate: share('m.clicked'),
    unsubscribed_rate: share('m.unsubscribed'),
    clicked_rate_lower: wilson(delivered('m.clicked'), delivered()).lower,
    clicked_rate_upper: wilson(delivered('m.clicked'), delivered()).upper,
    opener_count: people('m.opened'),
    clicker_count: people('m.clicked'),
  },
}
