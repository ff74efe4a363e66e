import type { ProcedureContext } from '#engine'
import { type PurchaseModel, purchaseModels } from '../../../analytics/lifetime-value/index.ts'
import { mart_clv_fit } from '../mart_clv_fit.ts'
import { mart_clv_model } from '../mart_clv_model.ts'
import { readModels } from './fitted-models.ts'
import { purchaseModelNames, spendModelName } from './names.ts'

/** What customers of a group are scored with. */
export interface PublishedModels {
  readonly model: PurchaseModel
  readonly parameters: readonly number[]
  readonly spend: readonly number[] | null
}

/** By group; a group without a published model is not there. */
export async function publishedModels(
  context: ProcedureContext,
): Promise<ReadonlyMap<string, PublishedModels>> {
  const { client, nameOf } = context
  const { rows } = await client.query<{ model_group: string; model_name: string }>(
    `select model_group, model_name from ${nameOf(mart_clv_model)} where is_published order by 1, 2`,
  )
  const fits = await readModels(context, mart_clv_fit, 'whole history')
  const published = new Map<string, PublishedModels>()
  for (const { model_group, model_name } of rows) {
    const model = purchaseModels.find((each) => purchaseModelNames[each] === model_name)
    const fit = fits.get(model_group)
    const parameters = model && fit?.purchases.get(model)
    if (!model || !parameters) continue
    const hasSpend = rows.some((row) => row.model_group === model_group && row.model_name === spendModelName)
    published.set(model_group, { model, parameters, spend: hasSpend ? (fit?.spend ?? null) : null })
  }
  return published
}
