-- total ties with the orders
with mart as (
          select coalesce(sum(lifetime_value_amount), 0) as amount
          from {{ ref('mart_customer_ltv') }}
        ),
        facts as (
          select coalesce(sum(net_amount), 0) as amount
          from {{ ref('fct_orders') }}
          where not is_test
        )
        select
          mart.amount as mart_amount,
          facts.amount as facts_amount
        from mart
        cross join facts
        where mart.amount <> facts.amount
