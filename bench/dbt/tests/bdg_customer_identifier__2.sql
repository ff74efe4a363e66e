-- it was first seen before it was last seen
select * from {{ ref('bdg_customer_identifier') }} where not (first_seen_at <= last_seen_at)
