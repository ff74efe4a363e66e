{{ config(indexes=[{"columns":["order_key"],"unique":True},{"columns":["customer_key"]},{"columns":["ordered_date"]}]) }}
select
  "order_key"::bigint as "order_key",
  "customer_key"::bigint as "customer_key",
  "store_key"::bigint as "store_key",
  "record_key"::bigint as "record_key",
  "source"::text as "source",
  "order_id"::text as "order_id",
  "order_type"::text as "order_type",
  "is_test"::boolean as "is_test",
  "is_purchase"::boolean as "is_purchase",
  "status"::text as "status",
  "channel"::text as "channel",
  "excluded_because"::text as "excluded_because",
  "ordered_at"::timestamp with time zone as "ordered_at",
  "ordered_date"::date as "ordered_date",
  "ordered_minute"::integer as "ordered_minute",
  "country"::text as "country",
  "region"::text as "region",
  "currency"::text as "currency",
  "original_amount"::numeric as "original_amount",
  "line_count"::integer as "line_count",
  "quantity"::numeric as "quantity",
  "gross_amount"::numeric(38,4) as "gross_amount",
  "discount_amount"::numeric(38,4) as "discount_amount",
  "returned_amount"::numeric(38,4) as "returned_amount",
  "adjustment_amount"::numeric(38,4) as "adjustment_amount",
  "net_amount"::numeric(38,4) as "net_amount",
  "other_amount"::numeric(38,4) as "other_amount"
from (
select
      o.order_key,
      coalesce(i.customer_key, -1) as customer_key,
      case
        when channel is null or channel = 'store' then coalesce(visited.store_key, -1)
        else -2
      end as store_key,
      o.record_key,
      o.source,
      o.order_id,
      o.order_type,
      o.is_test,
      o.order_type = 'sale' and coalesce(o.has_sale, false) and o.excluded_because is null as is_purchase,
      o.status,
      o.channel,
      o.excluded_because,
      o.ordered_at,
      o.ordered_date,
      floor(extract(epoch from (o.ordered_at at time zone 'Europe/London')::time) / 60)::integer as ordered_minute,
      coalesce(o.country, 'Unknown') as country,
      o.region,
      o.currency,
      case when o.line_count is null then 0 else o.original_amount end as original_amount,
      coalesce(o.line_count, 0) as line_count,
      coalesce(o.quantity, 0) as quantity,
      o.weight * coalesce(o.gross_amount, 0) as gross_amount,
      o.weight * coalesce(o.discount_amount, 0) as discount_amount,
      o.weight * coalesce(o.returned_amount, 0) as returned_amount,
      o.weight * coalesce(o.adjustment_amount, 0) as adjustment_amount,
      o.weight * coalesce(o.net_amount, 0) as net_amount,
      o.weight * coalesce(o.other_amount, 0) as other_amount
    from (
  with line_totals as (
    select
      order_key,
      count(*)::integer as line_count,
      sum(quantity) as quantity,
      bool_or(is_sale and original_gross > 0) as has_sale,
      -- amounts in two currencies are never added
      case
        when min(currency) = max(currency)
          then sum(original_gross - original_discount - original_returned + original_adjustment)
      end as original_amount,
      -- one line without a rate makes the amounts of the order unknown
      case when bool_and(net_amount is not null) then 1 end as known_weight,
      sum(gross_amount) as gross_amount,
      sum(discount_amount) as discount_amount,
      sum(returned_amount) as returned_amount,
      sum(adjustment_amount) as adjustment_amount,
      sum(net_amount) as net_amount,
      sum(other_amount) as other_amount
    from {{ ref('fct_order_lines') }}
    group by order_key
  ),
  dated as (
    select
      *,
      (ordered_at at time zone 'Europe/London')::date as ordered_date
    from (select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_online_retail__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('pii', 'stg_shopify__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_square__orders') }}) o
  ),
  judged as (
    select
      *,
      case
        when placed.is_test then 'test'
        when not placed.status in ('open', 'completed') then 'status'
        when placed.ordered_date > date '2026-10-31' then 'future'
      end as excluded_because
    from dated placed
  )
  select
    *,
    case when line_count is null then 1 else known_weight end as weight
  from judged
  left join line_totals using (order_key)) o
    left join (
      with mentioned as (
        select distinct source, store_id as mention
        from (select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_online_retail__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('pii', 'stg_shopify__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_square__orders') }}) placed
        where store_id is not null
      ),
      names as (
        select source, store_name, min(store_key) as store_key
        from (select store_key, source, store_id, store_name, is_mobile, is_active, street, city, region, postcode, country, time_zone, opened_at from {{ source('staging', 'stg_square__locations') }}) place
        group by source, store_name
        having count(*) = 1
      )
      select
        mentioned.source,
        mentioned.mention,
        coalesce(
          by_id.store_key,
          names.store_key,
          ops.key_of(mentioned.source, 'store', mentioned.mention)
        ) as store_key,
        coalesce(by_id.store_key, names.store_key) is not null as is_described
      from mentioned
      left join (select store_key, source, store_id, store_name, is_mobile, is_active, street, city, region, postcode, country, time_zone, opened_at from {{ source('staging', 'stg_square__locations') }}) by_id on by_id.source = mentioned.source and by_id.store_id = mentioned.mention
      left join names on names.source = mentioned.source and names.store_name = mentioned.mention) visited on visited.source = o.source and visited.mention = o.store_id
    left join {{ source('identity', 'map_identity') }} i on i.record_key = o.record_key
) query
