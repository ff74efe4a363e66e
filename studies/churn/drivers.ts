import type { Model } from './model.ts'

/** How the odds of leaving change from one value of a feature to another, everything else equal. */
export interface Effect {
  readonly value: string
  readonly against: string
  readonly oddsRatio: number
  readonly lower: number
  readonly upper: number
  readonly isClear: boolean
  readonly inWords: string
}

export interface Driver {
  readonly feature: string
  /** The standard deviation of what the feature adds to the log-odds of the customers learnt from. */
  readonly strength: number
  readonly missing: number
  readonly effects: readonly Effect[]
}

const z = 1.959963984540054

/** Features by how much they move the odds among the cases of the training; intervals are from robust errors. */
export function driversOf({ encoders, fit }: Model, training: Uint32Array): readonly Driver[] {
  const { deviations } = fit.scale
  const size = fit.coefficients.length + 1
  const effectOf = (at: number) => {
    const deviation = deviations[at] ?? 0
    return deviation === 0 ? 0 : (fit.coefficients[at] ?? 0) / deviation
  }
  const covarianceOf = (i: number, j: number) => {
    const scale = (deviations[i] ?? 0) * (deviations[j] ?? 0)
    return scale === 0 ? 0 : (fit.covariance[(i + 1) * size + j + 1] ?? 0) / scale
  }
  let from = 0
  const drivers = encoders.map((encoder): Driver => {
    const first = from
    from += encoder.width
    const effects = encoder.contrasts.map(({ value, against, difference }): Effect => {
      let [logOdds, variance] = [0, 0]
      difference.forEach((d, i) => {
        logOdds += d * effectOf(first + i)
        difference.forEach((e, j) => {
          variance += d * e * covarianceOf(first + i, first + j)
        })
      })
      const error = z * Math.sqrt(Math.max(0, variance))
      const oddsRatio = Math.exp(logOdds)
      const [lower, upper] = [Math.exp(logOdds - error), Math.exp(logOdds + error)]
      const isClear = lower > 1 || upper < 1
      const inWords = wordsOf({ name: encoder.name, value, against, oddsRatio, isClear })
      return { value, against, oddsRatio, lower, upper, isClear, inWords }
    })
    return {
      feature: encoder.name,
      strength: deviationOf(training, (row) =>
        encoder.encode(row).reduce((sum, column, i) => sum + column * effectOf(first + i), 0),
      ),
      missing: encoder.missing,
      effects,
    }
  })
  return drivers.sort((a, b) => b.strength - a.strength || (a.feature < b.feature ? -1 : 1))
}

function wordsOf({
  name,
  value,
  against,
  oddsRatio,
  isClear,
}: {
  name: string
  value: string
  against: string
  oddsRatio: number
  isClear: boolean
}): string {
  const compared = `${name} ${value} rather than ${against}`
  if (!isClear) return `${compared}: no clear difference`
  return oddsRatio > 1
    ? `${compared}: the odds of leaving are ${oddsRatio.toFixed(2)} times as high`
    : `${compared}: the odds of leaving are ${(1 / oddsRatio).toFixed(2)} times lower`
}

function deviationOf(rows: Uint32Array, addedBy: (row: number) => number): number {
  let [mean, sum] = [0, 0]
  let count = 0
  for (const row of rows) {
    const value = addedBy(row)
    count++
    const off = value - mean
    mean += off / count
    sum += off * (value - mean)
  }
  return Math.sqrt(sum / Math.max(1, count))
}
