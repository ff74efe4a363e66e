import { hashCode, type ProcedureContext, procedure, sql } from '#engine'
import { mart_clv_group } from '../mart_clv_group.ts'
import { mart_clv_window } from '../mart_clv_window.ts'
import { insertRows } from '../models/insert-rows.ts'
import { lifetimeValueCode } from './code.ts'
import { customerHistories } from './customer-histories.ts'
import { fitUntil, type GroupFit, type Windows } from './fit-until.ts'
import { lifetimeValue } from './settings.ts'

/** What fitted a model, for the registry: the programs, and what the settings say. */
const codeHash = hashCode(lifetimeValueCode, [JSON.stringify(lifetimeValue)])

export const fittedOn = ['calibration', 'whole history'] as const

/**
 * Fits the models of each group twice: to the calibration, for the backtest, and to the whole history, for forecasts. The whole
 * history ends with the last full week, month or quarter; if what customers bought since then is not what the models expected,
 * it ends with the as-of day.
 */
export const fitModels = procedure({
  reads: [mart_clv_window, mart_clv_group, ...customerHistories(sql``).reads],
  code: lifetimeValueCode,
  settings: [JSON.stringify(lifetimeValue)],
  run: fitAll,
})

async function fitAll(context: ProcedureContext): Promise<void> {
  const { client, nameOf } = context
  const { rows } = await client.query<Windows>(
    `select
       calibration_to_date::text as "calibrationEnd",
       fit_to_date::text as "scheduledEnd",
       as_of_date::text as "today",
       impossible_because as "impossible"
     from ${nameOf(mart_clv_window)}`,
  )
  const [windows] = rows
  if (!windows) return
  const groups = await client.query<{ model_group: string }>(
    `select distinct model_group from ${nameOf(mart_clv_group)} order by model_group`,
  )
  const names = groups.rows.map(({ model_group }) => model_group)
  const { calibrationEnd } = windows
  if (calibrationEnd) await write(context, 'calibration', await fitUntil(context, calibrationEnd, names))
  const scheduled = await fitUntil(context, windows.scheduledEnd, names, windows)
  const drifted = scheduled.filter(({ drift }) => drift?.hasDrifted)
  const again =
    drifted.length > 0
      ? await fitUntil(
          context,
          windows.today,
          drifted.map(({ group }) => group),
        )
      : []
  const newest = scheduled.map((fit) => {
    const refit = again.find(({ group }) => group === fit.group)
    return refit ? { ...refit, drift: fit.drift } : fit
  })
  await write(context, 'whole history', newest)
}

async function write(
  context: ProcedureContext,
  on: (typeof fittedOn)[number],
  fits: readonly GroupFit[],
): Promise<void> {
  const rows = fits.flatMap(({ group, until, models, drift }) =>
    models.map((model) => ({
      model_group: group,
      model_name: model.modelName,
      fitted_on: on,
      window_to_date: until,
      status: model.status,
      not_fitted_because: model.because,
      customer_count: model.customerCount,
      repeat_customer_count: model.repeatCustomerCount,
      log_likelihood: model.logLikelihood,
      correlation: model.correlation,
      parameters: model.parameters,
      drift_expected_orders: drift?.expected ?? null,
      drift_actual_orders: drift?.actual ?? null,
      has_drifted: drift?.hasDrifted ?? false,
      code_hash: codeHash,
    })),
  )
  await insertRows(context, rows)
}
