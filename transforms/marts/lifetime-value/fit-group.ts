import {
  type Estimate,
  type FitStatus,
  fitPurchases,
  fitSpend,
  type Maximum,
  type PurchaseModel,
  purchaseModels,
  whyNotFitted,
} from '../../../analytics/lifetime-value/index.ts'
import { parameterNames, purchaseModelNames, spendModelName } from './names.ts'
import type { GroupHistories } from './read-histories.ts'
import { lifetimeValue } from './settings.ts'

export interface Fitted {
  readonly modelName: string
  readonly status: FitStatus | 'not fitted'
  readonly because: string | null
  readonly parameters: Readonly<Record<string, WrittenEstimate>>
  readonly logLikelihood: number | null
  readonly customerCount: number
  readonly repeatCustomerCount: number
  readonly correlation: number | null
}

export interface WrittenEstimate {
  readonly estimate: number
  readonly standard_error: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly method: string
}

/** So many significant digits, on which machines agree. */
const digits = 7

export function rounded(value: number): number
export function rounded(value: number | null): number | null
export function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(digits))
}

/** Fits all models to the customers of a group; a model that cannot be fitted says why. */
export function fitGroup(histories: GroupHistories, impossible: string | null): readonly Fitted[] {
  const { minimumCustomers } = lifetimeValue
  const tooFew =
    histories.customerCount < minimumCustomers
      ? `a model needs ${minimumCustomers} customers, and ${histories.customerCount} had bought by then`
      : null
  const because = impossible ?? tooFew
  return [
    ...purchaseModels.map((model) => ofPurchases(model, histories, because)),
    ofSpending(histories, because),
  ]
}

/** The parameters of a model in the order of the papers, or null if there are none that forecasts can be made with. */
export function parametersOf(
  fitted: Pick<Fitted, 'modelName' | 'status' | 'parameters'> | undefined,
): readonly number[] | null {
  if (!fitted || fitted.status === 'not fitted' || fitted.status === 'stopped') return null
  return (parameterNames.get(fitted.modelName) ?? []).map((name) => fitted.parameters[name]?.estimate ?? NaN)
}

function ofPurchases(model: PurchaseModel, histories: GroupHistories, impossible: string | null): Fitted {
  const because = impossible ?? whyNotFitted(histories.purchases)
  return fittedAs(purchaseModelNames[model], histories, {
    because,
    fit: because === null ? fitPurchases(model, histories.purchases) : null,
  })
}

function ofSpending(histories: GroupHistories, impossible: string | null): Fitted {
  const { spend } = histories
  const means = Float64Array.from(spend.meanValue)
  const isUniform = means.every((mean) => mean === means[0])
  const because = impossible ?? (isUniform ? 'no two customers spend different amounts' : null)
  const fit = because === null ? fitSpend(spend) : null
  return {
    ...fittedAs(spendModelName, histories, { because, fit }),
    customerCount: spend.purchases.length,
    correlation: rounded(fit?.correlation ?? null),
  }
}

function fittedAs(
  modelName: string,
  { customerCount, repeatCustomerCount }: GroupHistories,
  { because, fit }: { readonly because: string | null; readonly fit: Maximum | null },
): Fitted {
  const estimates = (fit?.estimates ?? []).map((estimate) => [estimate.name, written(estimate)] as const)
  return {
    modelName,
    status: fit?.status ?? 'not fitted',
    because,
    parameters: Object.fromEntries(estimates),
    logLikelihood: rounded(fit?.logLikelihood ?? null),
    customerCount,
    repeatCustomerCount,
    correlation: null,
  }
}

function written({ value, standardError, lower, upper, method }: Estimate): WrittenEstimate {
  return {
    estimate: rounded(value),
    standard_error: rounded(standardError),
    lower: rounded(lower),
    upper: rounded(upper),
    method,
  }
}

/** Both as ISO 8601. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
