import { type Relation, type Sql, sql, value } from '#engine'
import { knownId, personKey } from '../person-key.ts'

/** What differs between the records of pages, screens and tracks. */
export interface WebEventSpec {
  readonly records: Relation
  readonly eventType: 'page' | 'screen' | 'action'
  readonly eventName: Sql
  readonly channel: Sql
  readonly url?: Sql
  readonly path?: Sql
  readonly referrer?: Sql
}

const said = sql`lower(trim(context #>> '{device,type}'))`
const model = sql`context #>> '{device,model}'`
const browser = sql`context ->> 'userAgent'`

/** What the message says outranks what the name of the model or the browser suggests. Android tablets leave out "Mobile". */
const deviceType = sql`
        case
          when ${said} in ('desktop', 'laptop', 'computer', 'pc') then 'desktop'
          when ${said} in ('mobile', 'phone', 'smartphone') then 'phone'
          when ${said} = 'tablet' then 'tablet'
          when ${said} in ('tv', 'smarttv', 'smart tv', 'console', 'watch', 'wearable', 'xr') then 'other'
          when ${model} ~* '^ipad|tablet' then 'tablet'
          when ${model} ~* '^iphone|^pixel \d' then 'phone'
          when ${browser} ~* 'smart-?tv|appletv|playstation|xbox|nintendo' then 'other'
          when ${browser} ~* 'ipad|tablet|kindle|silk/|android(?!.*mobile)' then 'tablet'
          when ${browser} ~* 'mobi|iphone|ipod' then 'phone'
          when ${browser} ~* 'windows nt|macintosh|x11|cros' then 'desktop'
          else 'unknown'
        end`

/** Records of Segment as web events. URLs lose their query strings, which can contain email addresses and tokens. */
export function webEvents({
  records,
  eventType,
  eventName,
  channel,
  url = sql`context #>> '{page,url}'`,
  path = sql`context #>> '{page,path}'`,
  referrer = sql`context #>> '{page,referrer}'`,
}: WebEventSpec): Sql {
  return sql`
    with users as materialized (${people('user', sql`"userId"`, records)}),
    visitors as materialized (${people('anonymous', sql`"anonymousId"`, records)}),
    typed as (
      select
        "messageId" as event_id,
        users.id as user_id,
        visitors.id as visitor_id,
        users.record_key as user_key,
        visitors.record_key as visitor_key,
        "timestamp"::timestamptz as occurred_at,
        ${eventName} as event_name,
        ${channel} as channel,
        ${url} as url,
        ${path} as path,
        ${referrer} as referrer,
        ${deviceType} as device_type,
        context -> 'campaign' as campaign,
        properties
      from ${records}
      left join users on users.written_id = trim("userId")
      left join visitors on visitors.written_id = trim("anonymousId")
    )
    select
      ops.key_of('segment', ${value(eventType)}, event_id) as event_key,
      coalesce(user_key, visitor_key) as record_key,
      visitor_key,
      'segment' as source,
      event_id,
      ${value(eventType)} as event_type,
      event_name,
      occurred_at,
      channel,
      device_type,
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
    from typed`
}

/** Whom ids name. People have many events, and guards and keys cost most of this query, so each id has them made once. */
function people(kind: 'user' | 'anonymous', id: Sql, records: Relation): Sql {
  return sql`
      select
        written_id,
        ${knownId(sql`written_id`)} as id,
        ${personKey('segment', kind, sql`written_id`)} as record_key
      from (select distinct trim(${id}) as written_id from ${records}) written
      where written_id is not null
    `
}
