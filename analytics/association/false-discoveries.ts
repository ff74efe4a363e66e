/**
 * Adjusts probabilities for how many were looked at (Benjamini & Hochberg 1995, JRSS B 57(1)): among those for which the
 * result is at most q, a share of at most q is expected to be due to chance. `testCount` counts all tests, also those that
 * are not listed because their probability is larger than all listed ones. Order is kept.
 */
export function adjusted(probabilities: readonly number[], testCount = probabilities.length): number[] {
  if (!Number.isSafeInteger(testCount) || testCount < probabilities.length)
    throw new RangeError(`${testCount} tests cannot have ${probabilities.length} probabilities.`)
  const wrong = probabilities.find((p) => !(p >= 0 && p <= 1))
  if (wrong !== undefined) throw new RangeError(`${wrong} is not a probability.`)
  const order = probabilities
    .map((_, i) => i)
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0))
  const result = new Array<number>(probabilities.length).fill(1)
  let lowest = 1
  for (const [place, index] of order.entries()) {
    const rank = probabilities.length - place
    lowest = Math.min(lowest, ((probabilities[index] ?? 1) * testCount) / rank)
    result[index] = lowest
  }
  return result
}
