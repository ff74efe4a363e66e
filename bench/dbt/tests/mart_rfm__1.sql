-- accepted values: segment
select * from {{ ref('mart_rfm') }} where "segment" <> all (array['Champions', 'Loyal', 'Potential loyalists', 'New', 'Promising', 'Needs attention', 'About to sleep', 'At risk', 'Cannot lose', 'Hibernating', 'Lost']::text[])
