import { createHash } from 'node:crypto'
import { isoDay } from '../lifetime-value/written-days.ts'

export const foldCount = 5

export interface Split {
  /** Rows that the model learns from, and rows that it is judged by, each in an order that the file does not decide. */
  readonly training: Uint32Array
  readonly holdout: Uint32Array
  /** The fold of each row in cross-validation. */
  readonly folds: Uint8Array
  readonly how: string
}

const holdoutShare = 0.25

/**
 * Divides the labelled rows. With days, the latest quarter is held out, at the boundary of a day; without, a quarter of the
 * customers by a hash of what names them. The same rows in any order are divided in the same way.
 */
export function splitRows(
  labelled: Uint32Array,
  nameOf: (row: number) => string,
  days: Float64Array | null,
): Split {
  const hashes = new Map<number, Buffer>()
  for (const row of labelled) hashes.set(row, createHash('sha256').update(nameOf(row)).digest())
  const numberOf = (row: number, at: number) => hashes.get(row)?.readUInt32BE(at) ?? 0
  const ordered = labelled
    .slice()
    .sort((a, b) => numberOf(a, 8) - numberOf(b, 8) || numberOf(a, 12) - numberOf(b, 12))
  const folds = new Uint8Array(labelled.reduce((most, row) => Math.max(most, row + 1), 0))
  for (const row of labelled) folds[row] = numberOf(row, 4) % foldCount
  const from = days && boundaryOf(ordered, days)
  const isHeldOut =
    from !== null && days
      ? (row: number) => (days[row] ?? 0) >= from
      : (row: number) => numberOf(row, 0) < holdoutShare * 2 ** 32
  return {
    training: ordered.filter((row) => !isHeldOut(row)),
    holdout: ordered.filter(isHeldOut),
    folds,
    how:
      from === null
        ? 'a quarter of the customers, chosen by a hash of what names them'
        : `everything from ${isoDay(from)} on`,
  }
}

/** The day that leaves the share nearest to a quarter for later; null if all rows are of one day. */
function boundaryOf(rows: Uint32Array, days: Float64Array): number | null {
  const sorted = Float64Array.from(rows, (row) => days[row] ?? 0).sort()
  let best: { readonly day: number; readonly off: number } | null = null
  for (let i = 1; i < sorted.length; i++) {
    const day = sorted[i] ?? 0
    if (day === sorted[i - 1]) continue
    const off = Math.abs((sorted.length - i) / sorted.length - holdoutShare)
    if (best === null || off < best.off) best = { day, off }
  }
  return best?.day ?? null
}
