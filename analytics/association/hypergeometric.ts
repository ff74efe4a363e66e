import gammaln from '@stdlib/math-base-special-gammaln'

/** Smaller probabilities are given as this, because those below 10⁻³⁰⁸ cannot be written as numbers. */
export const smallestProbability = 1e-300

/**
 * The chance that at least `both` of `first` marked things are among `second` drawn ones out of `all`, if they are drawn at
 * random: the one-sided exact test of Fisher (1935, The Design of Experiments) for a table of two by two counts. Relative
 * error below 10⁻⁸ for up to 10⁷ things.
 */
export function chanceOfAtLeast(both: number, first: number, second: number, all: number): number {
  requireTable(both, first, second, all)
  const lowest = Math.max(0, first + second - all)
  const highest = Math.min(first, second)
  if (both <= lowest) return 1
  // the shorter tail is summed, from its largest term outwards
  const mode = Math.floor(((first + 1) * (second + 1)) / (all + 2))
  if (both <= mode) return 1 - tail(both - 1, lowest, -1, first, second, all)
  return tail(both, highest, 1, first, second, all)
}

/** The sum of the probabilities of the counts from `from` to `end`. */
function tail(from: number, end: number, step: 1 | -1, first: number, second: number, all: number): number {
  const start = logChance(from, first, second, all)
  let term = 1
  let sum = 0
  for (let count = from; ; count += step) {
    sum += term
    if (count === end || term < sum * 1e-17) break
    const next = count + step
    term *= step === 1 ? ratio(next, first, second, all) : 1 / ratio(count, first, second, all)
  }
  return Math.min(1, Math.max(smallestProbability, Math.exp(start + Math.log(sum))))
}

/** How much likelier a count is than the one below it. */
function ratio(count: number, first: number, second: number, all: number): number {
  return ((first - count + 1) * (second - count + 1)) / (count * (all - first - second + count))
}

function logChance(both: number, first: number, second: number, all: number): number {
  return logChoose(first, both) + logChoose(all - first, second - both) - logChoose(all, second)
}

function logChoose(n: number, k: number): number {
  return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
}

export function requireTable(both: number, first: number, second: number, all: number): void {
  const isCount = [both, first, second, all].every((count) => Number.isSafeInteger(count) && count >= 0)
  const fits =
    both <= Math.min(first, second) && Math.max(first, second) <= all && first + second - both <= all
  if (isCount && fits) return
  throw new RangeError(
    `There is no table with ${both} in both, ${first} in the first and ${second} in the second of ${all}.`,
  )
}
