/**
 * Restricted cubic splines (Stone & Koo 1985; Harrell 2015, Regression Modeling Strategies, section 2.4.5): smooth, and
 * straight beyond the outer knots. With k rising knots there are k - 1 columns, of which the first is the value itself.
 */
export function splineColumns(value: number, knots: readonly number[]): number[] {
  if (!Number.isFinite(value)) throw new RangeError(`a spline of ${value} is not defined`)
  if (knots.some((knot, i) => i > 0 && !(knot > (knots[i - 1] ?? Number.NaN))))
    throw new RangeError(`knots must rise, and not be ${knots.join(', ')}`)
  if (knots.length < 3) return [value]
  const [first = 0, lastButOne = 0, last = 0] = [knots[0], knots.at(-2), knots.at(-1)]
  const cubed = (knot: number) => Math.max(value - knot, 0) ** 3
  const others = knots.slice(0, -2).map((knot) => {
    const straightened =
      (cubed(lastButOne) * (last - knot) - cubed(last) * (lastButOne - knot)) / (last - lastButOne)
    return (cubed(knot) - straightened) / (last - first) ** 2
  })
  return [value, ...others]
}

/** Harrell's places of five knots, as shares of the sorted values. Equal ones count once. */
const knotShares = [0.05, 0.275, 0.5, 0.725, 0.95]

export function knotsOf(sorted: ArrayLike<number>): number[] {
  return [...new Set(knotShares.map((share) => quantileOf(sorted, share)))]
}

/** The value below which this share of the sorted values is; one that occurs. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new RangeError('no values have no quantile')
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
