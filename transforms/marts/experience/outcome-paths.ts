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
  contacts as (
    select
      outcome,
      outcome_key,
      'contacts' as path_of,
      touchpoint.occurred_at as happened_at,
      touchpoint.touchpoint_key as happened_key,
      case touchpoint_type
        when 'visit' then concat('visit by ', touchpoint.channel)
        else touchpoint_type
      end as step
    from outcomes
    join ${fct_touchpoints} touchpoint using (customer_key)
    where touchpoint.occurred_at <= outcome_at
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
  changed as (
    select *
    from (
      select
        *,
        lag(step) over (
          partition by path_of, outcome, outcome_key
          order by happened_at, happened_key
        ) is distinct from step as is_another
      from happened
    ) followed
    where is_another
  ),
  latest as (
    select
      *,
      row_number() over (
        partition by path_of, outcome, outcome_key
        order by happened_at desc, happened_key desc
      ) as steps_back
    from changed
  ),
  joined as (
    select
      path_of,
      outcome,
      outcome_key,
      string_agg(step, ' > ' order by steps_back desc) as path,
      count(*) as step_count
    from latest
    where steps_back <= 5
    group by path_of, outcome, outcome_key
  )
  select
    kind.path_of,
    outcomes.outcome,
    outcomes.outcome_key,
    outcomes.customer_key,
    coalesce(joined.path, 'nothing seen') as path,
    coalesce(joined.step_count, 0) as step_count
  from outcomes
  cross join (values ('contacts'), ('pages')) kind(path_of)
  left join joined using (path_of, outcome, outcome_key)`
