import type { OrderedHistories } from './histories.ts'

/** The log-likelihood at these parameters; writes its derivatives by the parameters into `gradient`. */
export type LogLikelihood = (parameters: readonly number[], gradient: Float64Array) => number

/** What a model of purchases consists of, for fitting. */
export interface PurchaseFamily {
  /** As in the papers. */
  readonly parameters: readonly string[]
  /** Which parameters are times, and so change with the unit of time. */
  readonly isTime: readonly boolean[]
  readonly logLikelihood: (histories: OrderedHistories) => LogLikelihood
  /** Where the search starts, if the mean age is 1 and customers make `rate` repeat purchases in it. */
  readonly starts: (rate: number) => readonly (readonly number[])[]
}
