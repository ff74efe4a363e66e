{{ config(indexes=[{"columns":["order_line_key"],"unique":True},{"columns":["order_key"]},{"columns":["customer_key"]},{"columns":["product_key"]}]) }}
select
  "order_line_key"::bigint as "order_line_key",
  "order_key"::bigint as "order_key",
  "customer_key"::bigint as "customer_key",
  "product_key"::bigint as "product_key",
  "product_version_key"::bigint as "product_version_key",
  "store_key"::bigint as "store_key",
  "source"::text as "source",
  "line_type"::text as "line_type",
  "is_merchandise"::boolean as "is_merchandise",
  "is_sale"::boolean as "is_sale",
  "is_test"::boolean as "is_test",
  "status"::text as "status",
  "channel"::text as "channel",
  "region"::text as "region",
  "excluded_because"::text as "excluded_because",
  "occurred_at"::timestamp with time zone as "occurred_at",
  "occurred_date"::date as "occurred_date",
  "quantity"::numeric as "quantity",
  "currency"::text as "currency",
  "original_gross"::numeric as "original_gross",
  "original_discount"::numeric as "original_discount",
  "original_returned"::numeric as "original_returned",
  "original_adjustment"::numeric as "original_adjustment",
  "unit_price_amount"::numeric(38,4) as "unit_price_amount",
  "gross_amount"::numeric(38,4) as "gross_amount",
  "discount_amount"::numeric(38,4) as "discount_amount",
  "returned_amount"::numeric(38,4) as "returned_amount",
  "adjustment_amount"::numeric(38,4) as "adjustment_amount",
  "net_amount"::numeric(38,4) as "net_amount",
  "other_amount"::numeric(38,4) as "other_amount"
from (
select
      line.order_line_key,
      line.order_key,
      coalesce(line.customer_key, -1) as customer_key,
      product.product_key,
      version.product_version_key,
      line.store_key,
      line.source,
      line.line_type,
      line.product_type = 'merchandise' as is_merchandise,
      line.is_sale,
      line.is_test,
      line.status,
      line.channel,
      line.region,
      line.excluded_because,
      line.occurred_at,
      line.occurred_date,
      case when line.has_value then line.quantity else 0 end as quantity,
      line.currency,
      line.gross_amount as original_gross,
      line.discount_amount as original_discount,
      line.returned_amount as original_returned,
      line.adjustment_amount as original_adjustment,
      round(line.unit_price_amount * line.rate, 4) as unit_price_amount,
      line.sale_weight * line.gross_worth as gross_amount,
      line.sale_weight * line.discount_worth as discount_amount,
      line.sale_weight * line.returned_worth as returned_amount,
      line.sale_weight * line.adjustment_worth as adjustment_amount,
      line.sale_weight * line.net_worth as net_amount,
      line.other_weight * line.net_worth as other_amount
    from (
  with visited_stores as materialized (
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
      left join names on names.source = mentioned.source and names.store_name = mentioned.mention),
  placed_lines as (
    select
      line.*,
      i.customer_key,
      placed.status,
      placed.channel,
      placed.region,
      case
        when channel is null or channel = 'store' then coalesce(visited.store_key, -1)
        else -2
      end as store_key,
      (line.occurred_at at time zone 'Europe/London')::date as occurred_date,
      line.product_type not in ('postage', 'gift_card', 'tip', 'donation') as is_sale,
      coalesce(placed.status in ('open', 'completed'), true) as is_valid
    from (select order_line_key, order_key, source, product_id, product_name, product_type, line_type, is_test, occurred_at, currency, quantity, unit_price_amount, gross_amount, discount_amount, returned_amount, adjustment_amount from {{ source('staging', 'stg_online_retail__order_lines') }} union all select order_line_key, order_key, source, product_id, product_name, product_type, line_type, is_test, occurred_at, currency, quantity, unit_price_amount, gross_amount, discount_amount, returned_amount, adjustment_amount from {{ source('staging', 'stg_shopify__order_lines') }} union all select order_line_key, order_key, source, product_id, product_name, product_type, line_type, is_test, occurred_at, currency, quantity, unit_price_amount, gross_amount, discount_amount, returned_amount, adjustment_amount from {{ source('staging', 'stg_square__order_lines') }}) line
    left join (select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_online_retail__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('pii', 'stg_shopify__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_square__orders') }}) placed using (order_key)
    left join visited_stores visited
      on visited.source = placed.source and visited.mention = placed.store_id
    left join {{ source('identity', 'map_identity') }} i on i.record_key = placed.record_key
  ),
  judged as (
    select
      *,
      case
        when is_test then 'test'
        when not is_valid then 'status'
        when occurred_date > date '2026-10-31' then 'future'
      end as excluded_because,
      is_valid and occurred_date <= date '2026-10-31' as has_value
    from placed_lines
  ),
  rated as (
    select
      judged.*,
      case when judged.currency = 'GBP' then 1 else exchange.rate end as rate
    from judged
    
    left join {{ source('warehouse', 'fct_exchange_rates') }} exchange
      on exchange.currency = judged.currency
      and exchange.rate_date = judged.occurred_date
  ),
  worth as (
    select
      *,
      case when has_value then round(gross_amount * rate, 4) else 0 end as gross_worth,
      case when has_value then round(discount_amount * rate, 4) else 0 end as discount_worth,
      case when has_value then round(returned_amount * rate, 4) else 0 end as returned_worth,
      case when has_value then round(adjustment_amount * rate, 4) else 0 end as adjustment_worth
    from rated
  )
  select
    *,
    is_sale::integer as sale_weight,
    1 - is_sale::integer as other_weight,
    gross_worth - discount_worth - returned_worth + adjustment_worth as net_worth
  from worth) line
    join {{ source('warehouse', 'dim_product') }} product using (source, product_id)
    join {{ source('warehouse', 'dim_product_history') }} version
      on version.product_key = product.product_key
      and version.valid_from <= line.occurred_at
      and line.occurred_at < version.valid_to
) query
