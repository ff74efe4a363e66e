import { ExactSum } from './exact-sum.ts'
import type { PathSet } from './paths.ts'
import type { Credit } from './touch-weights.ts'

/**
 * The Shapley value of each channel, exactly. The worth of a coalition of channels is the conversions (or the value) of the
 * paths that these channels alone make: v(S) = Σ R(T) over T ⊆ S, where R(T) is what paths with exactly the channels T
 * brought. Zhao, Mahboobi & Bagheri (2018), "Shapley Value Methods for Attribution Modeling in Online Advertising",
 * arXiv:1804.05327. R is the Harsanyi dividend of v, so each channel of T gets R(T) / |T|: no sum over coalitions is needed,
 * and the time is linear in the sets that occur. Order and repeats within a path do not matter.
 */
export function shapleyCredit(set: PathSet): Credit {
  const sums = set.channels.map(() => ({ conversions: new ExactSum(), value: new ExactSum() }))
  for (const { touches, conversions, value } of set.paths) {
    const members = new Set(touches)
    for (const channel of members) {
      sums[channel]?.conversions.add(conversions / members.size)
      sums[channel]?.value.add(value / members.size)
    }
  }
  return {
    conversions: sums.map(({ conversions }) => conversions.total),
    value: sums.map(({ value }) => value.total),
  }
}
