/** How well labels were found, with counts of each label by what was said of it. */
export interface Classified {
  readonly count: number
  /** Share that is right. */
  readonly accuracy: number
  /** Mean of the F1 of all labels that occur. */
  readonly macroF1: number
  readonly labels: Readonly<Record<string, { precision: number; recall: number; f1: number; count: number }>>
}

/**
 * Measures a table of counts, `table[label][found]`. A label that was never found has a precision of 0 (van Rijsbergen 1979;
 * macro average as in Yang & Liu 1999, SIGIR 22).
 */
export function classified(table: Readonly<Record<string, Readonly<Record<string, number>>>>): Classified {
  const rows = Object.entries(table)
  const totalOf = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((a, b) => a + b, 0)
  const count = rows.reduce((sum, [, counts]) => sum + totalOf(counts), 0)
  if (count === 0) throw new RangeError('Nothing was labelled, so nothing can be measured.')
  const measured = rows
    .filter(([, counts]) => totalOf(counts) > 0)
    .map(([label, counts]) => {
      const right = counts[label] ?? 0
      const found = rows.reduce((sum, [, each]) => sum + (each[label] ?? 0), 0)
      const precision = found === 0 ? 0 : right / found
      const recall = right / totalOf(counts)
      const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall)
      return [label, { precision, recall, f1, count: totalOf(counts) }] as const
    })
  return {
    count,
    accuracy: rows.reduce((sum, [label, counts]) => sum + (counts[label] ?? 0), 0) / count,
    macroF1: measured.reduce((sum, [, { f1 }]) => sum + f1, 0) / measured.length,
    labels: Object.fromEntries(measured),
  }
}
