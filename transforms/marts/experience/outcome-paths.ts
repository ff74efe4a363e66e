import { sql } from '#engine'
import { fct_touchpoints } from '../../warehouse/fct_touchpoints.ts'
import { outcomes } from './outcomes.ts'
import { pagesBefore } from './pages-before.ts'

/**
 * The last five contacts before each outcome, within thirty days (before silence, sixty, because it counts from a month after
 * the last purchase), and the last five pages of the last visit before it. Equal ones in a row are one. Messages that were
 * merely sent are left out: what counts is what somebody did, or what reached them. So is the outcome itself.
 */
export const outcomePaths = sql`
  with outcomes as materialized (${outcomes}),
  -- numbered, because most of the work is to sort what happened by them
  sequences as materialized (
    select
      row_number() over () as sequence_number,
      kind.path_of,
      outcomes.*
    from outcomes
    cross join (values ('contacts'), ('pages')) kind(path_of)
  ),
  contacts as (
    select
      sequence_number,
      touchpoint.occurred_at as happened_at,
      touchpoint.touchpoint_key as happened_key,
      case touchpoint_type
        when 'visit' then concat('visit by ', touchpoint.channel)
        else touchpoint_type
      end as step
    from sequences
    join ${fct_touchpoints} touchpoint using (customer_key)
    where path_of = 'contacts'
      and touchpoint.occurred_at <= outcome_at
      and touchpoint.occurred_at > outcome_at - case outcome when 'silence' then interval '60 days' else interval '30 days' end
      and touchpoint.direction <> 'internal'
      and touchpoint.fact <> 'fct_campaign_sends'
      and touchpoint.fact_key <> outcome_key
  ),
  pages as (${pagesBefore}),
  happened as (
    select *
    from contacts
    union all
    select *
    from pages
  ),
  followed as (
    select
      *,
      lag(step) over (
        partition by sequence_number
        order by happened_at, happened_key
      ) is distinct from step as is_another
    from happened
  ),
  joined as (
    select
      sequence_number,
      array_agg(step order by happened_at, happened_key) as steps
    from followed
    where is_another
    group by sequence_number
  )
  select
    sequences.path_of,
    sequences.outcome,
    sequences.outcome_key,
    sequences.customer_key,
    coalesce(array_to_string(steps[greatest(cardinality(steps) - 4, 1):], ' > '), 'nothing seen') as path,
    least(coalesce(cardinality(steps), 0), 5) as step_count
  from sequences
  left join joined using (sequence_number)`
