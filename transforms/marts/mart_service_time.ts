import { day, decimal, holds, integer, returnsNone, sql, text, transform } from '#engine'
import { fct_support_cases } from '../warehouse/fct_support_cases.ts'
import { listedName } from './listed-name.ts'

/**
 * Times are as the clock has them, nights and weekends included, because no source says when somebody was at work. Requests
 * without a reply or a solution so far are in no median, so look at their number beside it.
 */
export const mart_service_time = transform('marts.mart_service_time', {
  description:
    'How long customers wait: one row for each month in which requests for help were opened and each channel, and for all months and all channels.',
  grain: ['period', 'channel'],
  columns: {
    period: text('Month in which they were opened, such as 2026-10, or all'),
    channel: text(
      'How they arrived: email, web, chat, phone …; or all. More than 200 characters are cut, and end with a hash of the whole',
    ),
    month_start_date: day('First day of the month; missing for all months').orNull(),
    case_count: integer('Requests that count. Not additive over rows with all'),
    replied_count: integer(
      'Of these, requests of customers that got a reply. Not additive over rows with all',
    ),
    median_first_reply_minutes: decimal(
      'Half of those got their first reply within so many minutes. Not additive',
    ).orNull(),
    p90_first_reply_minutes: decimal('Nine of ten got it within so many minutes. Not additive').orNull(),
    replied_within_day_count: integer(
      'Requests that got a reply within 24 hours. Not additive over rows with all',
    ),
    solved_count: integer('Requests that were solved. Not additive over rows with all'),
    median_solution_minutes: decimal(
      'Half of those were solved within so many minutes. Not additive',
    ).orNull(),
    p90_solution_minutes: decimal('Nine of ten were solved within so many minutes. Not additive').orNull(),
    open_count: integer('Requests that somebody still has to solve. Not additive over rows with all'),
    reopened_count: integer('Requests that were opened again. Not additive over rows with all'),
  },
  tests: [
    holds(
      'parts are within the whole',
      sql`greatest(replied_count, solved_count, open_count, reopened_count) <= case_count`,
    ),
    holds('nine of ten wait no less than half', sql`p90_first_reply_minutes >= median_first_reply_minutes`),
    returnsNone(
      'every request that counts is counted once',
      (self) => sql`
        with totals as (
          select
            (select coalesce(sum(case_count), 0) from ${self} where period <> 'all' and channel <> 'all') as of_months,
            (select count(*) from ${fct_support_cases} where excluded_because is null) as of_cases
        )
        select *
        from totals
        where of_months <> of_cases`,
    ),
  ],
  query: sql`
    with cases as (
      select
        date_trunc('month', opened_date)::date as month_start_date,
        ${listedName(sql`channel`)} as channel,
        first_reply_minutes,
        case when solved_at is not null then solution_minutes end as solution_minutes,
        is_open,
        reopen_count
      from ${fct_support_cases}
      where excluded_because is null
    ),
    counted as (
      select
        month_start_date,
        channel,
        grouping(month_start_date) = 1 as is_all_months,
        grouping(channel) = 1 as is_all_channels,
        count(*)::integer as case_count,
        count(first_reply_minutes)::integer as replied_count,
        percentile_cont(array[0.5, 0.9]) within group (order by first_reply_minutes) as reply_minutes,
        (count(*) filter (where first_reply_minutes <= 1440))::integer as replied_within_day_count,
        count(solution_minutes)::integer as solved_count,
        percentile_cont(array[0.5, 0.9]) within group (order by solution_minutes) as solution_minutes,
        (count(*) filter (where is_open))::integer as open_count,
        (count(*) filter (where reopen_count > 0))::integer as reopened_count
      from cases
      group by cube (month_start_date, channel)
      having count(*) > 0
    )
    select
      case when is_all_months then 'all' else to_char(month_start_date, 'YYYY-MM') end as period,
      case when is_all_channels then 'all' else channel end as channel,
      month_start_date,
      case_count,
      replied_count,
      round(reply_minutes[1]::numeric, 1) as median_first_reply_minutes,
      round(reply_minutes[2]::numeric, 1) as p90_first_reply_minutes,
      replied_within_day_count,
      solved_count,
      round(solution_minutes[1]::numeric, 1) as median_solution_minutes,
      round(solution_minutes[2]::numeric, 1) as p90_solution_minutes,
      open_count,
      reopened_count
    from counted`,
})
