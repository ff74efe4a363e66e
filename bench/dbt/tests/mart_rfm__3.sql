-- scores are between 1 and 5
select * from {{ ref('mart_rfm') }} where not (recency_score between 1 and 5 and frequency_score between 1 and 5 and monetary_score between 1 and 5)
