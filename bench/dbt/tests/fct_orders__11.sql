-- amounts tie with the lines
with orders as (
      select
        sum(net_amount + other_amount) as amount,
        coalesce(sum(line_count) filter (where net_amount is not null), 0) as line_count
      from {{ ref('fct_orders') }}
    ),
    lines as (
      select
        sum(net_amount + other_amount) as amount,
        count(*) as line_count
      from {{ ref('fct_order_lines') }} line
      where not exists (
        select
        from {{ ref('fct_orders') }} placed
        where placed.order_key = line.order_key
          and placed.net_amount is null
      )
    )
    select
      orders.amount as orders_amount,
      lines.amount as lines_amount
    from orders
    cross join lines
    where (orders.amount, orders.line_count) is distinct from (lines.amount, lines.line_count)
