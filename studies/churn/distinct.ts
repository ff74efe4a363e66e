import type { Encoder } from './encode.ts'

/** So many rows show whether two columns are the same. */
const compared = 20_000

/**
 * Leaves out columns that repeat one of an earlier feature for every row, such as "no internet service" in each column about
 * the internet: their effect could not be told apart, and would be divided between them.
 */
export function distinct(encoders: readonly Encoder[], training: Uint32Array): readonly Encoder[] {
  const rows = training.subarray(0, compared)
  const seen = new Set<string>()
  return encoders.flatMap((encoder): Encoder[] => {
    const columns = Array.from({ length: encoder.width }, () => new Float64Array(rows.length))
    rows.forEach((row, i) => {
      encoder.encode(row).forEach((value, at) => {
        const column = columns[at]
        if (column) column[i] = value
      })
    })
    const kept = columns.flatMap((column, at) => {
      const content = Buffer.from(column.buffer).toString('latin1')
      if (seen.has(content)) return []
      seen.add(content)
      return [at]
    })
    if (kept.length === columns.length) return [encoder]
    if (kept.length === 0) return []
    const own = (values: readonly number[]) => kept.map((at) => values[at] ?? 0)
    return [
      {
        ...encoder,
        width: kept.length,
        contrasts: encoder.contrasts
          .map((contrast) => ({ ...contrast, difference: own(contrast.difference) }))
          .filter(({ difference }) => difference.some((each) => each !== 0)),
        encode: (row) => own(encoder.encode(row)),
      },
    ]
  })
}
