import { asOfDay, day, holds, integer, sql, text, transform, value } from '#engine'
import { purchaseDays } from './lifetime-value/purchases.ts'
import { lifetimeValue } from './lifetime-value/settings.ts'

/** Shorter histories say too little about who stays. */
const fewestWeeks = 26
/** A year has all seasons, and is what "same as last year" needs. */
const mostHoldoutWeeks = 52

/**
 * The windows follow from the history alone. A year is held out, or a third of a history shorter than three years. The history
 * begins when one in a hundred customers had bought, so that a single order with a wrong date does not stretch it.
 */
export const mart_clv_window = transform('marts.mart_clv_window', {
  description:
    'The periods that models of lifetime value are fitted to and tested on. One row: the same for all groups and models.',
  grain: ['as_of_date'],
  columns: {
    as_of_date: day('The day as of which customers are scored'),
    history_from_date: day('First day of the history; missing if nobody has bought').orNull(),
    fit_to_date: day(
      'Last day of the history that models are fitted to, on schedule: the day before the present week, month or quarter',
    ),
    history_weeks: integer('Whole weeks from the first day to that day. Not additive'),
    calibration_to_date: day(
      'Last day of the calibration, to which models are fitted for the backtest',
    ).orNull(),
    holdout_from_date: day(
      'First day of the holdout, which those models predict without having seen it',
    ).orNull(),
    holdout_to_date: day('Last day of the holdout').orNull(),
    holdout_weeks: integer('Weeks of the holdout. Not additive').orNull(),
    segment_to_date: day(
      'The day at which customers are put into segments to learn what each segment buys in as many weeks as the holdout has',
    ).orNull(),
    impossible_because: text('Why there can be no model; missing if there can').orNull(),
  },
  tests: [
    holds(
      'calibration and holdout follow each other',
      sql`holdout_from_date = calibration_to_date + 1 and holdout_to_date = fit_to_date
        and history_from_date < segment_to_date and segment_to_date < calibration_to_date`,
    ),
  ],
  query: sql`
    with fit_end as (
      select (date_trunc(${value(lifetimeValue.refitEvery)}, ${asOfDay}::timestamp)::date - 1) as fit_to_date
    ),
    first_purchases as (
      select
        customer_key,
        min(ordered_date) as first_date
      from (${purchaseDays}) purchase
      group by customer_key
    ),
    history as (
      select
        fit_to_date,
        percentile_disc(0.01) within group (order by first_date) as history_from_date
      from fit_end
      left join first_purchases on first_date <= fit_to_date
      group by fit_to_date
    ),
    measured as (
      select
        *,
        coalesce((fit_to_date - history_from_date) / 7, 0) as history_weeks
      from history
    ),
    divided as (
      select
        *,
        case
          when history_weeks >= ${value(fewestWeeks)}
            then least(history_weeks / 3, ${value(mostHoldoutWeeks)})
        end as holdout_weeks
      from measured
    )
    select
      ${asOfDay} as as_of_date,
      history_from_date,
      fit_to_date,
      history_weeks,
      fit_to_date - 7 * holdout_weeks as calibration_to_date,
      fit_to_date - 7 * holdout_weeks + 1 as holdout_from_date,
      case when holdout_weeks > 0 then fit_to_date end as holdout_to_date,
      holdout_weeks,
      fit_to_date - 14 * holdout_weeks as segment_to_date,
      case
        when history_from_date is null then format('nobody had bought anything by %s', fit_to_date)
        when holdout_weeks is null
          then format('a model needs %s weeks of history, and has %s', ${value(fewestWeeks)}, history_weeks)
      end as impossible_because
    from divided`,
})
