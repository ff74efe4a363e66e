import { id, sql, transform } from '#engine'
import { web_event } from '../../canonical/web_event.ts'
import { segment } from '../../sources/segment/segment.ts'

/** URLs are stored without query strings, which can contain email addresses and tokens. */
export const stg_segment__pages = transform('staging.stg_segment__pages', {
  description: 'Page views on the website.',
  grain: ['event_key'],
  conformsTo: web_event,
  columns: {
    ...web_event.columns,
    user_id: id("User in the company's own database").orNull().pii('identifier'),
  },
  query: sql`
    with typed as (
      select
        "messageId" as event_id,
        nullif(trim("userId"), '') as user_id,
        nullif(trim("anonymousId"), '') as visitor_id,
        "timestamp"::timestamptz as occurred_at,
        nullif(trim(concat_ws(' ', category, name)), '') as event_name,
        'web' as channel,
        coalesce(properties ->> 'url', context #>> '{page,url}') as url,
        coalesce(properties ->> 'path', context #>> '{page,path}') as path,
        coalesce(properties ->> 'referrer', context #>> '{page,referrer}') as referrer,
        context -> 'campaign' as campaign,
        properties
      from ${segment.page}
    )
    select
      ops.key_of('segment', 'page', event_id) as event_key,
      coalesce(
        ops.key_of('segment', 'user', user_id),
        ops.key_of('segment', 'anonymous', visitor_id)
      ) as record_key,
      'segment' as source,
      event_id,
      'page' as event_type,
      event_name,
      occurred_at,
      channel,
      visitor_id,
      user_id,
      lower(substring(url from '^[A-Za-z][A-Za-z0-9+.-]*://([^/?#:]+)')) as page_host,
      substring(coalesce(path, substring(url from '^[^:]+://[^/?#]+([^?#]*)')) from '^[^?#]+') as page_path,
      lower(substring(referrer from '^[A-Za-z][A-Za-z0-9+.-]*://([^/?#:]+)')) as referrer_host,
      nullif(campaign ->> 'source', '') as campaign_source,
      nullif(campaign ->> 'medium', '') as campaign_medium,
      nullif(campaign ->> 'name', '') as campaign_name,
      nullif(properties ->> 'order_id', '') as order_id,
      nullif(properties ->> 'product_id', '') as product_id,
      substring(
        coalesce(
          properties ->> 'revenue',
          properties ->> 'total',
          properties ->> 'value'
        ) from '^-?\d{1,20}(?:\.\d{1,20})?$'
      )::numeric as value,
      upper(substring(properties ->> 'currency' from '^[A-Za-z]{3}$')) as currency,
      properties
    from typed`,
})
