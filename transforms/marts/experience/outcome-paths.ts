import { sql } from '#engine'
import { fct_page_views } from '../../warehouse/fct_page_views.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'
import { fct_touchpoints } from '../../warehouse/fct_touchpoints.ts'
import { outcomes } from './outcomes.ts'

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
  last_visits as (
    select distinct on (outcome, outcome_key)
      outcome,
      outcome_key,
      outcome_at,
      session_key
    from outcomes
    join ${fct_sessions} visit using (customer_key)
    where visit.started_at <= outcome_at
      and visit.started_at > outcome_at - case outcome when 'silence' then interval '60 days' else interval '30 days' end
    order by
      outcome,
      outcome_key,
      visit.started_at desc,
      session_key
  ),
  -- apps that write the name of the product into that of the screen have as many screens as products
  usual_screens as (
    select page_name
    from (
      select
        page_name,
        count(*) as view_count,
        sum(count(*)) over () as all_views
      from ${fct_page_views}
      where page_path is null
      group by page_name
    ) screens
    where view_count >= 0.02 * all_views
  ),
  pages as (
    select
      outcome,
      outcome_key,
      'pages' as path_of,
      seen.viewed_at as happened_at,
      seen.page_view_key as happened_key,
      case
        when page_path is null then coalesce('screen ' || usual.page_name, 'another screen')
        when page_path ~ '^/?$' then 'home page'
        when page_path ~ '^/[^/]+/?$' then rtrim(page_path, '/')
        else concat(substring(page_path from '^/[^/]+'), '/…')
      end as step
    from last_visits
    join ${fct_page_views} seen using (session_key)
    left join usual_screens usual using (page_name)
    where seen.viewed_at <= outcome_at
  ),
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
