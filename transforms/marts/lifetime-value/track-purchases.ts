import { type ProcedureContext, procedure } from '#engine'
import { cumulativePurchases, purchaseModels } from '../../../analytics/lifetime-value/index.ts'
import { mart_clv_fit } from '../mart_clv_fit.ts'
import { mart_clv_holdout } from '../mart_clv_holdout.ts'
import { mart_clv_window } from '../mart_clv_window.ts'
import { insertRows, rounded } from '../models/insert-rows.ts'
import { lifetimeValueCode } from './code.ts'
import { readModels } from './fitted-models.ts'
import { daysInWeek, purchaseModelNames } from './names.ts'
import { purchaseDays } from './purchases.ts'
import { keepWeeks } from './tracked-weeks.ts'

interface Week {
  readonly model_group: string
  readonly week_end_date: string
  readonly week_number: number
  readonly is_holdout: boolean
  readonly actual: string
}

/** Customers of a group who made their first purchase on a day, counted in days from the beginning of the first week. */
interface Entry {
  readonly model_group: string
  readonly start: number
  readonly customers: string
}

/** Compares, week by week, what customers of the calibration had bought again with what the models expected of them. */
export const trackPurchases = procedure({
  reads: [mart_clv_fit, mart_clv_holdout, mart_clv_window, ...purchaseDays.reads],
  code: lifetimeValueCode,
  run: track,
})

async function track(context: ProcedureContext): Promise<void> {
  const { client } = context
  await keepWeeks(context)
  const weeks = await client.query<Week>('select * from clv_week order by model_group, week_number')
  const entries = await client.query<Entry>(
    'select model_group, start, count(*) as customers from clv_entry group by 1, 2 order by 1, 2',
  )
  const groups = await readModels(context, mart_clv_fit, 'calibration')
  for (const [group, { purchases }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const ofGroup = weeks.rows.filter((week) => week.model_group === group)
    const starts = entries.rows.filter((entry) => entry.model_group === group)
    for (const model of purchaseModels) {
      const parameters = purchases.get(model)
      if (!parameters) continue
      const expected = cumulativePurchases(
        model,
        parameters,
        {
          start: starts.map(({ start }) => start / daysInWeek),
          customers: starts.map(({ customers }) => Number(customers)),
        },
        ofGroup.map(({ week_number }) => week_number),
      )
      await insertRows(
        context,
        ofGroup.map((week, i) => ({
          model_group: group,
          model_name: purchaseModelNames[model],
          week_end_date: week.week_end_date,
          week_number: week.week_number,
          is_holdout: week.is_holdout,
          actual_cumulative_order_count: Number(week.actual),
          expected_cumulative_orders: rounded(expected[i] ?? 0, 4),
          actual_order_count: Number(week.actual) - Number(ofGroup[i - 1]?.actual ?? 0),
          expected_orders: rounded((expected[i] ?? 0) - (expected[i - 1] ?? 0), 4),
        })),
      )
    }
  }
}
