import {
  day,
  decimal,
  holds,
  integer,
  money,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { dim_date } from '../warehouse/dim_date.ts'
import { moneyText } from './changes/money-text.ts'
import { breakdowns, revenueParts } from './changes/revenue-parts.ts'
import { whatBrought } from './changes/what-brought.ts'
import { shortName } from './listed-name.ts'

/**
 * Segments, channels and markets are those that customers have now. The parts of each breakdown add up to the whole change, so
 * the largest say where it came from; they do not say what caused it.
 */
export const mart_revenue_change = transform('marts.mart_revenue_change', {
  description:
    'Where the change of net revenue came from: the last full month against the month before and the same month of the year ' +
    'before, one row for each part of each breakdown, with a sentence.',
  grain: ['comparison', 'breakdown', 'part'],
  columns: {
    comparison: oneOf('What the month is compared with', ['month before', 'year before']),
    breakdown: oneOf('How sales are divided', breakdowns),
    part: text('The part: a segment, channel, market, category, or new and returning customers'),
    month_start_date: day('First day of the last month that ended before the as-of day'),
    compared_month_date: day('First day of the month that it is compared with'),
    before_amount: money('Net revenue of that month. Additive within a breakdown'),
    after_amount: money('Net revenue of the last full month. Additive within a breakdown'),
    change_amount: money('After less before: what the part contributes. Additive within a breakdown'),
    change_share: decimal(
      'The change as a share of the part’s revenue before; missing if there was none. Not additive',
    ).orNull(),
    direction: oneOf('Whether the part grew or shrank', ['up', 'down', 'same']),
    direction_rank: integer('Place among the parts that moved the same way, from 1 for the largest change'),
    sentence: text('The change in words'),
  },
  tests: [
    references('month_start_date', dim_date, 'date_day'),
    holds('the change is after less before', sql`change_amount = after_amount - before_amount`),
    returnsNone(
      'the parts of each breakdown add up to the whole change',
      (self) => sql`
        select
          comparison,
          part.breakdown,
          sum(part.change_amount) as of_parts,
          whole.change_amount as of_all
        from ${self} part
        join ${self} whole using (comparison)
        where whole.breakdown = 'all sales'
        group by
          comparison,
          part.breakdown,
          whole.change_amount
        having sum(part.change_amount) <> whole.change_amount`,
    ),
  ],
  query: sql`
    with changes as (
      select
        *,
        after_amount - before_amount as change_amount,
        round((after_amount - before_amount) / nullif(greatest(before_amount, 0), 0), 6) as change_share,
        case sign(after_amount - before_amount)
          when 1 then 'up'
          when -1 then 'down'
          else 'same'
        end as direction,
        to_char(month_start_date, 'FMMonth YYYY') as this_month,
        to_char(compared_month_date, 'FMMonth YYYY') as that_month
      from (${revenueParts}) parts
    )
    select
      comparison,
      breakdown,
      ${shortName(sql`part`)} as part,
      month_start_date,
      compared_month_date,
      before_amount,
      after_amount,
      change_amount,
      change_share,
      direction,
      (row_number() over (
        partition by comparison, breakdown, direction
        order by abs(change_amount) desc, part
      ))::integer as direction_rank,
      ${whatBrought} || amounts.after
      || case direction
        when 'up' then ', ' || amounts.change || ' more than in '
        when 'down' then ', ' || amounts.change || ' less than in '
        else ', as much as in '
      end
      || that_month || '.' as sentence
    from changes
    cross join lateral (
      select
        case when after_amount < 0 then '−' else '' end || ${moneyText(sql`after_amount`)} as after,
        ${moneyText(sql`change_amount`)} as change
    ) amounts`,
})
