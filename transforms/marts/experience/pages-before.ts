import { sql } from '#engine'
import { fct_page_views } from '../../warehouse/fct_page_views.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'

/** The pages of the last visit before each outcome, in a query that has `sequences`; addresses as kinds of pages. */
export const pagesBefore = sql`
  with last_visits as (
    select distinct on (sequence_number)
      sequence_number,
      outcome_at,
      session_key
    from sequences
    join ${fct_sessions} visit using (customer_key)
    where path_of = 'pages'
      and visit.started_at <= outcome_at
      and visit.started_at > outcome_at - case outcome when 'silence' then interval '60 days' else interval '30 days' end
    order by
      sequence_number,
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
  )
  select
    sequence_number,
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
  where seen.viewed_at <= outcome_at`
