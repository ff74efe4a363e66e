import { purchaseFamilies } from '../../../analytics/lifetime-value/fit-purchases.ts'
import { type PurchaseModel, spendParameters } from '../../../analytics/lifetime-value/index.ts'

/** Models as the marts call them; `column` begins the names of their columns. */
export const purchaseModelNames = {
  bg_nbd: 'BG/NBD',
  mbg_nbd: 'MBG/NBD',
  pareto_nbd: 'Pareto/NBD',
} as const satisfies Readonly<Record<PurchaseModel, string>>

export const spendModelName = 'Gamma-Gamma'
export const sameAsLastYear = 'same as last year'
export const meanOfSegment = 'mean of the segment'

export const fittedModels = [...Object.values(purchaseModelNames), spendModelName] as const
export const orderMethods = [...Object.values(purchaseModelNames), sameAsLastYear, meanOfSegment] as const

/** The parameters of each model in the order of the papers. */
export const parameterNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['BG/NBD', purchaseFamilies.bg_nbd.parameters],
  ['MBG/NBD', purchaseFamilies.mbg_nbd.parameters],
  ['Pareto/NBD', purchaseFamilies.pareto_nbd.parameters],
  [spendModelName, spendParameters],
])

/** The unit of time of all models. */
export const daysInWeek = 7
export const weeksInYear = 365.25 / daysInWeek
