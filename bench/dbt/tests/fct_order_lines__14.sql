{{ config(severity='warn') }}
-- every amount has an exchange rate
select
          currency,
          min(occurred_date) as first_date,
          max(occurred_date) as last_date,
          count(distinct occurred_date) as days,
          count(*) as rows
        from {{ ref('fct_order_lines') }}
        where net_amount is null
          and original_gross is not null
        group by currency
