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
import { profile_attribute } from '../identity/survivorship/profile_attribute.ts'
import { rankedValues } from './customers/ranked-values.ts'

/**
 * Keeps every value of every person, customer or not yet, so that a choice can be questioned.
 */
export const bdg_customer_attribute = transform('warehouse.bdg_customer_attribute', {
  description: 'What sources say about each person: every value, where it comes from, and which is chosen.',
  grain: ['customer_key', 'attribute', 'value_rank'],
  columns: {
    customer_key: key('The person'),
    attribute: profile_attribute.columns.attribute,
    value: text('The value').pii('free text'),
    value_rank: integer('Rank among the values of the attribute; 1 is the best'),
    is_chosen: flag('Whether the golden record uses it'),
    is_valid: flag('Whether it has no faults'),
    is_usable: flag('Whether it may be chosen if there is no better one'),
    faults: list('Faults of the value'),
    source: id('Source system of its best record'),
    record_key: key('Its best profile record'),
    source_names: list('Sources that have it, sorted by name'),
    record_count: integer('Profile records that have it'),
    first_observed_at: instant('When the first of those records was created').orNull(),
    last_observed_at: instant('When a source last changed one of those records').orNull(),
    age_days: integer('Days between that change and the latest change of any record').orNull(),
    competing_count: integer('Valid values of the attribute; different spellings of one value count once'),
    has_conflict: flag(
      'Whether there are several valid values of an attribute that a person has only one of',
    ),
  },
  tests: [
    unique('customer_key', 'attribute', 'value'),
    holds('the best value is chosen if it is usable', sql`is_chosen = (value_rank = 1 and is_usable)`),
    holds(
      'a value is valid if it has no faults',
      sql`is_valid = (faults = '{}') and (is_usable or not is_valid)`,
    ),
    returnsNone(
      'usable values rank before unusable ones',
      (self) => sql`
        select
          customer_key,
          attribute
        from ${self}
        group by customer_key, attribute
        having bool_or(is_usable) <> bool_or(is_chosen)
          or (bool_or(is_valid) and not bool_or(is_chosen and is_valid))`,
    ),
  ],
  query: sql`
    select
      customer_key,
      attribute,
      value,
      value_rank::integer,
      value_rank = 1 and fault_grade < 2 as is_chosen,
      fault_grade = 0 as is_valid,
      fault_grade < 2 as is_usable,
      faults,
      source,
      record_key,
      source_names,
      record_count::integer,
      value_first_at as first_observed_at,
      value_last_at as last_observed_at,
      extract(day from (select max(observed_at) from ${profile_attribute}) - value_last_at)::integer as age_days,
      competing_count::integer,
      competing_count > 1 and not allows_several as has_conflict
    from (${rankedValues}) ranked`,
})
