import { type ProcedureContext, sql } from '#engine'
import { mart_clv_holdout } from '../mart_clv_holdout.ts'
import { mart_clv_window } from '../mart_clv_window.ts'
import { purchaseDays } from './purchases.ts'

/** Weeks are counted back from the end of the calibration, so that the holdout begins with one. */
export async function keepWeeks({ execute }: ProcedureContext): Promise<void> {
  await execute(sql`
    create temp table clv_entry on commit drop as
    with origin as (
      select
        *,
        calibration_to_date - 7 * ((calibration_to_date - history_from_date) / 7 + 1) as origin_date
      from ${mart_clv_window}
      where impossible_because is null
    )
    select
      customer_key,
      model_group,
      first_ordered_date,
      greatest(first_ordered_date, origin_date) - origin_date as start,
      origin_date,
      calibration_to_date,
      holdout_to_date
    from ${mart_clv_holdout}
    cross join origin`)
  await execute(sql`
    create temp table clv_week on commit drop as
    with repeats as (
      select
        model_group,
        greatest(ordered_date - origin_date + 6, 7) / 7 as week_number,
        count(*) as repeat_count
      from clv_entry
      join (${purchaseDays}) purchase using (customer_key)
      where ordered_date > first_ordered_date
        and ordered_date <= holdout_to_date
      group by 1, 2
    ),
    weeks as (
      select distinct
        model_group,
        origin_date,
        calibration_to_date,
        week_number
      from clv_entry
      cross join generate_series(1, (holdout_to_date - origin_date) / 7) week_number
    )
    select
      model_group,
      (origin_date + 7 * week_number)::text as week_end_date,
      week_number,
      origin_date + 7 * week_number > calibration_to_date as is_holdout,
      sum(coalesce(repeat_count, 0)) over (partition by model_group order by week_number) as actual
    from weeks
    left join repeats using (model_group, week_number)`)
}
