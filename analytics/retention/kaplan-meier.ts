import { type AtRisk, checkLifeTable } from './life-table.ts'

/** The share that stays beyond a time, with its standard error and 95 % band. */
export interface Survival extends AtRisk {
  readonly survival: number
  /** Greenwood's; 0 where nobody left yet, and where nobody is left. */
  readonly standardError: number
  readonly lower: number
  readonly upper: number
}

const z = 1.959963984540054
const tail = 0.025

/**
 * The product-limit estimate of Kaplan & Meier (1958) with the variance of Greenwood (1926). The band is symmetric on the
 * scale of ln(-ln S), as Kalbfleisch & Prentice (1980) recommend, so that it stays between 0 and 1. Where that scale has
 * no value, because nobody left yet or nobody is left, the exact bound of the binomial distribution (Clopper & Pearson
 * 1934) takes its place. Times without anybody at risk are left out.
 */
export function kaplanMeier(table: readonly AtRisk[]): Survival[] {
  checkLifeTable(table)
  const curve: Survival[] = []
  let survival = 1
  let greenwood = 0
  let upper = 1
  for (const row of table) {
    const { atRisk, left } = row
    if (atRisk === 0) continue
    survival *= 1 - left / atRisk
    if (left < atRisk) greenwood += left / (atRisk * (atRisk - left))
    const band = bandOf(survival, greenwood, atRisk, upper)
    upper = band.upper
    curve.push({ ...row, survival, standardError: survival * Math.sqrt(greenwood), ...band })
  }
  return curve
}

function bandOf(survival: number, greenwood: number, atRisk: number, upperBefore: number) {
  if (survival === 1) return { lower: tail ** (1 / atRisk), upper: 1 }
  if (survival === 0) return { lower: 0, upper: upperBefore * (1 - tail ** (1 / atRisk)) }
  return logLogBand(survival, Math.sqrt(greenwood))
}

/** The 95 % band of a share between 0 and 1, given the standard error of its logarithm. */
export function logLogBand(survival: number, errorOfLog: number): { lower: number; upper: number } {
  const width = Math.exp((z * errorOfLog) / Math.abs(Math.log(survival)))
  return { lower: survival ** width, upper: survival ** (1 / width) }
}
