/** A matrix of features, one row for each case, row by row in one array. */
export interface Design {
  readonly values: Float64Array
  readonly width: number
}

/** Mean and standard deviation (of the population) of each feature. A feature without variation has deviation 0. */
export interface Scale {
  readonly means: Float64Array
  readonly deviations: Float64Array
}

export function rowCount({ values, width }: Design): number {
  return width === 0 ? 0 : values.length / width
}

export function checkDesign(design: Design): void {
  if (!Number.isInteger(design.width) || design.width < 1 || !Number.isInteger(rowCount(design)))
    throw new RangeError(`${design.values.length} values do not make rows of ${design.width} features`)
  const at = design.values.findIndex((value) => !Number.isFinite(value))
  if (at >= 0)
    throw new RangeError(
      `feature ${at % design.width} of case ${Math.floor(at / design.width)} is ${design.values[at]}: all must be finite`,
    )
}

/**
 * Two passes, so that a large mean costs no digits. A deviation that rounding alone can explain counts as none, and so do
 * the mean and the deviation of an ignored feature.
 */
export function scaleOf(design: Design, ignored: ReadonlySet<number> = new Set()): Scale {
  checkDesign(design)
  const { values, width } = design
  const rows = rowCount(design)
  const means = new Float64Array(width)
  const deviations = new Float64Array(width)
  const largest = new Float64Array(width)
  values.forEach((value, at) => {
    const feature = at % width
    means[feature] = (means[feature] ?? 0) + value / rows
    largest[feature] = Math.max(largest[feature] ?? 0, Math.abs(value))
  })
  values.forEach((value, at) => {
    const feature = at % width
    deviations[feature] = (deviations[feature] ?? 0) + (value - (means[feature] ?? 0)) ** 2 / rows
  })
  deviations.forEach((variance, feature) => {
    const deviation = Math.sqrt(variance)
    deviations[feature] = deviation > 1e-9 * (largest[feature] ?? 0) ? deviation : 0
  })
  for (const feature of ignored) means[feature] = deviations[feature] = 0
  return { means, deviations }
}

/**
 * Writes a 1 for the intercept and then each feature of a case, less its mean, in standard deviations; 0 where it does not
 * vary. A case at a time, because a copy of all would take as much memory again.
 */
export function standardise(
  { values, width }: Design,
  { means, deviations }: Scale,
  row: number,
  into: Float64Array,
): void {
  into[0] = 1
  for (let j = 0; j < width; j++) {
    const deviation = deviations[j] ?? 0
    into[j + 1] = deviation === 0 ? 0 : ((values[row * width + j] ?? 0) - (means[j] ?? 0)) / deviation
  }
}
