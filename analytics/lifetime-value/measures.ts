/** How well forecasts of customers agree with what they did. */
export interface ForecastMeasures {
  readonly customers: number
  readonly predictedTotal: number
  readonly actualTotal: number
  /** The mean of predicted − actual: above 0 if too much was forecast. */
  readonly bias: number
  /** (predictedTotal − actualTotal) / actualTotal, or null if there was nothing. */
  readonly relativeBias: number | null
  readonly meanAbsoluteError: number
  readonly rootMeanSquareError: number
  /**
   * How well the forecast ranks customers: the Gini coefficient of what they did, in the order of the forecast, divided by
   * that in the order of what they did. 1 is the perfect order, 0 a random one; null if all did the same.
   */
  readonly gini: number | null
  /** Tenths of the customers, the highest forecasts first. */
  readonly deciles: readonly Decile[]
}

export interface Decile {
  /** Customers with equal forecasts are spread evenly over the deciles that they fall into, so this need not be whole. */
  readonly customers: number
  /** Means of a customer. */
  readonly predicted: number
  readonly actual: number
}

/** Column by column, one customer each. Neither may contain NaN. The order of the customers does not matter. */
export function measureForecast(predicted: ArrayLike<number>, actual: ArrayLike<number>): ForecastMeasures {
  const customers = predicted.length
  if (actual.length !== customers || customers === 0) {
    throw new RangeError(`${customers} forecasts cannot be compared with ${actual.length} outcomes`)
  }
  const groups = equalForecasts(predicted, actual)
  let [predictedTotal, actualTotal, absolute, square] = [0, 0, 0, 0]
  for (const at of groups.order) {
    const [forecast, outcome] = [predicted[at] ?? 0, actual[at] ?? 0]
    predictedTotal += forecast
    actualTotal += outcome
    absolute += Math.abs(forecast - outcome)
    square += (forecast - outcome) ** 2
  }
  const perfect = equalForecasts(actual, actual)
  const best = concentration(perfect.groups, customers, actualTotal)
  return {
    customers,
    predictedTotal,
    actualTotal,
    bias: (predictedTotal - actualTotal) / customers,
    relativeBias: actualTotal === 0 ? null : (predictedTotal - actualTotal) / actualTotal,
    meanAbsoluteError: absolute / customers,
    rootMeanSquareError: Math.sqrt(square / customers),
    gini:
      actualTotal > 0 && best > 1e-12 ? concentration(groups.groups, customers, actualTotal) / best : null,
    deciles: decilesOf(groups.groups, customers),
  }
}

interface EqualForecasts {
  readonly predicted: number
  readonly customers: number
  readonly actual: number
}

/** Customers by forecast, the highest first; those with the same forecast are one group. */
function equalForecasts(predicted: ArrayLike<number>, actual: ArrayLike<number>) {
  const order = Uint32Array.from({ length: predicted.length }, (_, i) => i)
  for (const at of order) {
    if (!Number.isFinite(predicted[at]) || !Number.isFinite(actual[at])) {
      throw new RangeError(
        `a forecast of ${predicted[at]} cannot be compared with an outcome of ${actual[at]}`,
      )
    }
  }
  order.sort((a, b) => (predicted[b] ?? 0) - (predicted[a] ?? 0) || (actual[b] ?? 0) - (actual[a] ?? 0))
  const groups: { predicted: number; customers: number; actual: number }[] = []
  for (const at of order) {
    const forecast = predicted[at] ?? 0
    const last = groups.at(-1)
    if (last && last.predicted === forecast) {
      last.customers++
      last.actual += actual[at] ?? 0
    } else groups.push({ predicted: forecast, customers: 1, actual: actual[at] ?? 0 })
  }
  return { order, groups }
}

/** Twice the area between the Lorenz curve, in descending order, and the diagonal. */
function concentration(groups: readonly EqualForecasts[], customers: number, total: number): number {
  let area = 0
  let share = 0
  for (const group of groups) {
    const next = share + group.actual / total
    area += ((share + next) / 2) * (group.customers / customers)
    share = next
  }
  return 2 * area - 1
}

function decilesOf(groups: readonly EqualForecasts[], customers: number): readonly Decile[] {
  const size = customers / 10
  const deciles = Array.from({ length: 10 }, () => ({ predicted: 0, actual: 0 }))
  let from = 0
  for (const group of groups) {
    const to = from + group.customers
    for (let at = Math.min(9, Math.floor(from / size)); at < 10 && at * size < to; at++) {
      const within = Math.min(to, (at + 1) * size) - Math.max(from, at * size)
      const decile = deciles[at]
      if (!decile || within <= 0) continue
      decile.predicted += within * group.predicted
      decile.actual += (within * group.actual) / group.customers
    }
    from = to
  }
  return deciles.map(({ predicted, actual }) => ({
    customers: size,
    predicted: predicted / size,
    actual: actual / size,
  }))
}
