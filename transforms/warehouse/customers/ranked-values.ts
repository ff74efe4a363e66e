import { sql } from '#engine'
import { map_identity } from '../../identity/map_identity.ts'
import { profile_attribute } from '../../identity/survivorship/profile_attribute.ts'
import { survivorship_rule } from '../../identity/survivorship/survivorship_rule.ts'

const byTrust = sql`
  first_answer desc nulls last,
  trust_rank,
  observed_at desc nulls last,
  completeness desc,
  record_key`

/**
 * Every value of every person with its rank among the values of its attribute. A value is ranked by its best record,
 * in the same order in which records are ranked, so the best value is the best record's.
 */
export const rankedValues = sql`
  with claims as (
    select
      i.customer_key,
      a.*,
      rule.first_question,
      rule.allows_several,
      case rule.first_question
        when 'recency' then extract(epoch from a.observed_at)
        when 'completeness' then a.completeness
      end as first_answer
    from ${profile_attribute} a
    join ${map_identity} i using (record_key)
    join ${survivorship_rule} rule using (attribute)
  ),
  ranked_by_record as (
    select
      *,
      row_number() over of_value as record_rank,
      count(*) over of_value as record_count,
      min(first_observed_at) over of_value as value_first_at,
      max(observed_at) over of_value as value_last_at,
      array_agg(source) over of_value as sources
    from claims
    window of_value as (
      partition by customer_key, attribute, value
      order by
        fault_grade,
        ${byTrust}
      rows between unbounded preceding and unbounded following
    )
  ),
  distinct_values as (
    select
      *,
      case
        when record_count = 1 then sources
        else array(select distinct name from unnest(sources) name order by name)
      end as source_names,
      row_number() over (
        partition by customer_key, attribute, fault_grade, value_match
        order by record_key
      ) as spelling_number
    from ranked_by_record
    where record_rank = 1
  )
  select
    *,
    row_number() over of_attribute as value_rank,
    count(*) filter (where fault_grade = 0 and spelling_number = 1) over of_attribute as competing_count
  from distinct_values
  window of_attribute as (
    partition by customer_key, attribute
    order by
      fault_grade,
      case when first_question = 'agreement' then cardinality(source_names) end desc nulls last,
      ${byTrust}
    rows between unbounded preceding and unbounded following
  )`
