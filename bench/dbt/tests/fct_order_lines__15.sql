-- every staged line is present
with staged as (
      select
        count(*) as line_count,
        coalesce(sum(quantity) filter (
          where coalesce(placed.status in ('open', 'completed'), true)
            and (line.occurred_at at time zone 'Europe/London')::date <= date '2026-10-31'
        ), 0) as quantity
      from (select order_line_key, order_key, source, product_id, product_name, product_type, line_type, is_test, occurred_at, currency, quantity, unit_price_amount, gross_amount, discount_amount, returned_amount, adjustment_amount from {{ source('staging', 'stg_online_retail__order_lines') }} union all select order_line_key, order_key, source, product_id, product_name, product_type, line_type, is_test, occurred_at, currency, quantity, unit_price_amount, gross_amount, discount_amount, returned_amount, adjustment_amount from {{ source('staging', 'stg_shopify__order_lines') }} union all select order_line_key, order_key, source, product_id, product_name, product_type, line_type, is_test, occurred_at, currency, quantity, unit_price_amount, gross_amount, discount_amount, returned_amount, adjustment_amount from {{ source('staging', 'stg_square__order_lines') }}) line
      left join (select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_online_retail__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('pii', 'stg_shopify__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_square__orders') }}) placed using (order_key)
    ),
    present as (
      select
        count(*) as line_count,
        coalesce(sum(quantity), 0) as quantity
      from {{ ref('fct_order_lines') }}
    )
    select
      staged.line_count as staged_lines,
      present.line_count as present_lines,
      staged.quantity as staged_quantity,
      present.quantity as present_quantity
    from staged
    cross join present
    where (staged.line_count, staged.quantity) is distinct from (present.line_count, present.quantity)
