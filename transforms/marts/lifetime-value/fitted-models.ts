import type { ProcedureContext, Relation } from '#engine'
import { type PurchaseModel, purchaseModels } from '../../../analytics/lifetime-value/index.ts'
import { type Fitted, parametersOf } from './fit-group.ts'
import { purchaseModelNames, spendModelName } from './names.ts'

/** The parameters of the models of a group that forecasts can be made with. */
export interface GroupModels {
  readonly purchases: ReadonlyMap<PurchaseModel, readonly number[]>
  readonly spend: readonly number[] | null
}

type Row = Pick<Fitted, 'status' | 'parameters'> & {
  readonly model_group: string
  readonly model_name: string
}

/** What `mart_clv_fit` holds for a period, by group. */
export async function readModels(
  { client, nameOf }: ProcedureContext,
  fits: Relation,
  on: string,
): Promise<ReadonlyMap<string, GroupModels>> {
  const { rows } = await client.query<Row>(
    `select model_group, model_name, status, parameters from ${nameOf(fits)} where fitted_on = $1`,
    [on],
  )
  const groups = new Map<
    string,
    { purchases: Map<PurchaseModel, readonly number[]>; spend: readonly number[] | null }
  >()
  for (const row of rows) {
    const group = groups.get(row.model_group) ?? { purchases: new Map(), spend: null }
    groups.set(row.model_group, group)
    const parameters = parametersOf({ modelName: row.model_name, ...row })
    const model = purchaseModels.find((each) => purchaseModelNames[each] === row.model_name)
    if (parameters && model) group.purchases.set(model, parameters)
    // without q > 1, a purchase has no expected value
    if (parameters && row.model_name === spendModelName && (parameters[1] ?? 0) > 1) group.spend = parameters
  }
  return groups
}
