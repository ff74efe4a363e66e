import {
  flag,
  holds,
  id,
  instant,
  integer,
  key,
  list,
  returnsNone,
  sql,
  text,
  transform,
  unique,
} from '#engine'
import { map_identity } from '../identity/map_identity.ts'
import { profile_attribute } from '../identity/survivorship/profile_attribute.ts'
import { survivorship_rule } from '../identity/survivorship/survivorship_rule.ts'

/**
 * Every value of every person, customer or not yet, so that what was chosen can be questioned. A value counts as
 * the best record that says it; values are then compared in the same way, which makes the chosen one the best
 * record's.
 */
export const bdg_customer_attribute = transform('warehouse.bdg_customer_attribute', {
  description: 'What sources say about each person: every value, where it comes from, and which is chosen.',
  grain: ['customer_key', 'attribute', 'value_rank'],
  columns: {
    customer_key: key('The person'),
    attribute: profile_attribute.columns.attribute,
    value: text('What is said').pii('contact'),
    value_rank: integer('1 is the best of the attribute'),
    is_chosen: flag('Whether the golden record holds it'),
    is_valid: flag('Whether nothing speaks against it'),
    is_usable: flag('Whether it may be chosen, were there no better one'),
    faults: list('What speaks against it'),
    source: id('Source system it is taken from'),
    record_key: key('Profile record it is taken from'),
    source_names: list('Sources that say it, in order of name'),
    record_count: integer('Profile records that say it'),
    first_observed_at: instant('When the first of them came to be').orNull(),
    last_observed_at: instant('When a source last changed one of them').orNull(),
    age_days: integer('Days from then to the last change of any record').orNull(),
    competing_count: integer('Valid values of the attribute; those that differ in writing only are one'),
    has_conflict: flag('Whether there are several, of what a person has one of'),
  },
  tests: [
    unique('customer_key', 'attribute', 'value'),
    holds('the best is chosen if it may be', sql`is_chosen = (value_rank = 1 and is_usable)`),
    holds(
      'valid where nothing speaks against it',
      sql`is_valid = (faults = '{}') and (is_usable or not is_valid)`,
    ),
    returnsNone(
      'what may be chosen stands before what may not',
      (self) => sql`
        select customer_key, attribute from ${self}
        group by customer_key, attribute
        having bool_or(is_usable) <> bool_or(is_chosen)
          or (bool_or(is_valid) and not bool_or(is_chosen and is_valid))`,
    ),
  ],
  query: sql`
    with said as (
      select i.customer_key, a.*, rule.first_question, rule.allows_several,
        case rule.first_question when 'recency' then extract(epoch from a.observed_at)
          when 'completeness' then a.completeness end as first_answer
      from ${profile_attribute} a
      join ${map_identity} i using (record_key)
      join ${survivorship_rule} rule using (attribute)
    ), compared as (
      select *, row_number() over of_value as record_rank, count(*) over of_value as record_count,
        min(first_observed_at) over of_value as value_first_at, max(observed_at) over of_value as value_last_at,
        array_agg(source) over of_value as sources
      from said
      window of_value as (
        partition by customer_key, attribute, value
        order by fault_grade, first_answer desc nulls last, trust_rank, observed_at desc nulls last, completeness desc,
          record_key
        rows between unbounded preceding and unbounded following
      )
    ), best as (
      select *, case when record_count = 1 then sources
          else array(select distinct name from unnest(sources) name order by name) end as source_names,
        row_number() over (partition by customer_key, attribute, fault_grade, value_match order by record_key) as writing
      from compared
      where record_rank = 1
    ), ranked as (
      select *, row_number() over of_attribute as value_rank,
        count(*) filter (where fault_grade = 0 and writing = 1) over of_attribute as competing_count
      from best
      window of_attribute as (
        partition by customer_key, attribute
        order by fault_grade, case when first_question = 'agreement' then cardinality(source_names) end desc nulls last,
          first_answer desc nulls last, trust_rank, observed_at desc nulls last, completeness desc, record_key
        rows between unbounded preceding and unbounded following
      )
    )
    select customer_key, attribute, value, value_rank::integer, value_rank = 1 and fault_grade < 2 as is_chosen,
      fault_grade = 0 as is_valid, fault_grade < 2 as is_usable, faults, source, record_key, source_names,
      record_count::integer, value_first_at as first_observed_at, value_last_at as last_observed_at,
      extract(day from (select max(observed_at) from ${profile_attribute}) - value_last_at)::integer as age_days,
      competing_count::integer, competing_count > 1 and not allows_several as has_conflict
    from ranked`,
})
