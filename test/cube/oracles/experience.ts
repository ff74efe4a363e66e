import type { Oracle } from './oracle.ts'
import { calendar, columns, customerMarket, traitsOf, wilson } from './traits.ts'

const traits = traitsOf('s')
const visits = (condition: string) => `count(*) filter (where ${condition})`
const conversion = wilson(visits('s.order_count >= 1'), 'count(*)')

export const experience: Oracle = {
  from: `warehouse.fct_sessions s
    left join warehouse.dim_channel ch on ch.channel_key = s.channel_key
    left join warehouse.dim_campaign ca on ca.campaign_key = s.campaign_key
    left join warehouse.dim_date calendar on calendar.date_day = s.started_date
    ${traits.joins}`,
  dimensions: {
    ...columns('s', [
      'session_key',
      'customer_key',
      'channel_key',
      'campaign_key',
      'source',
      'place',
      'device_type',
      'started_at',
      'started_date',
      'ended_at',
      'landing_page',
      'exit_page',
      'referrer_host',
      'person_evidence',
      'is_identified',
      'is_bounce',
      'furthest_step',
      'currency',
    ]),
    device: `case s.place when 'app' then 'app' else s.device_type end`,
    landing_group: `case when s.landing_page is null then 'Unknown'
      else coalesce(nullif((string_to_array(ltrim(s.landing_page, '/'), '/'))[1], ''), 'Home') end`,
    is_known: 's.customer_key > 0',
    has_ordered: 's.order_count > 0',
    channel: 'ch.channel_name',
    channel_group: 'ch.channel_group',
    campaign: 'ca.campaign_name',
    campaign_type: 'ca.campaign_type',
    ...calendar,
    ...traits.dimensions,
    market: customerMarket('s'),
  },
  measures: {
    count: 'count(*)',
    session_count: 'count(s.session_key)',
    visitor_count: 'count(distinct s.visitor_key)',
    customer_count: 'count(distinct nullif(s.customer_key, -1))',
    known_count: visits('s.customer_key <> -1'),
    known_rate: 'avg((s.customer_key <> -1)::integer)',
    bounce_count: visits('s.is_bounce'),
    bounce_rate: 'avg(s.is_bounce::integer)',
    view_count: 'sum(s.view_count)',
    views_per_session: 'avg(s.view_count)',
    action_count: 'sum(s.action_count)',
    median_seconds: 'percentile_cont(0.5) within group (order by s.seconds)',
    order_session_count: visits('s.order_count >= 1'),
    conversion_rate: 'avg((s.order_count >= 1)::integer)',
    conversion_rate_lower: conversion.lower,
    conversion_rate_upper: conversion.upper,
    order_count: 'sum(s.order_count)',
    order_value: 'sum(s.order_amount)',
  },
}
