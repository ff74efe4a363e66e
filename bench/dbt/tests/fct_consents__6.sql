-- one decision of a customer about a purpose is current
select
          customer_key,
          purpose
        from {{ ref('fct_consents') }}
        where customer_key > 0
        group by customer_key, purpose
        having count(*) filter (where is_current) <> 1
