import { ExactSum } from './exact-sum.ts'
import type { PathSet } from './paths.ts'

/** Models that look at one path at a time. */
export const pathModels = ['first', 'last', 'linear', 'position', 'decay'] as const
export type PathModel = (typeof pathModels)[number]

/**
 * The share of a conversion that each touchpoint of a path gets; shares add up to 1.
 * - first, last: all to one touchpoint
 * - linear: equal shares, repeats included
 * - position: 40 % to the first, 40 % to the last, and 20 % in equal shares to those between; of two touchpoints, half each
 * - decay: a touchpoint gets half of what one gets that is `halfLife` touchpoints nearer to the conversion
 */
export function touchWeights(model: PathModel, count: number, halfLife: number): Float64Array {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`A path cannot have ${count} touchpoints.`)
  if (!(halfLife > 0)) throw new RangeError(`A half-life is above 0 touchpoints, not ${halfLife}.`)
  const last = count - 1
  const raw = Float64Array.from({ length: count }, (_, at) => {
    if (model === 'first') return at === 0 ? 1 : 0
    if (model === 'last') return at === last ? 1 : 0
    if (model === 'linear') return 1
    if (model === 'decay') return 2 ** (-(last - at) / halfLife)
    if (count <= 2) return 1
    return at === 0 || at === last ? 0.4 : 0.2 / (count - 2)
  })
  const sum = new ExactSum()
  for (const weight of raw) sum.add(weight)
  return raw.map((weight) => weight / sum.total)
}

export interface Credit {
  /** By channel, in the order of the path set. */
  readonly conversions: readonly number[]
  readonly value: readonly number[]
}

/** The credit of each channel by a model that looks at one path at a time. */
export function pathCredit(set: PathSet, model: PathModel, halfLife: number): Credit {
  const sums = set.channels.map(() => ({ conversions: new ExactSum(), value: new ExactSum() }))
  for (const { touches, conversions, value } of set.paths) {
    if (conversions === 0 && value === 0) continue
    const weights = touchWeights(model, touches.length, halfLife)
    for (const [at, channel] of touches.entries()) {
      const weight = weights[at] ?? 0
      if (weight === 0) continue
      sums[channel]?.conversions.add(conversions * weight)
      sums[channel]?.value.add(value * weight)
    }
  }
  return {
    conversions: sums.map(({ conversions }) => conversions.total),
    value: sums.map(({ value }) => value.total),
  }
}
