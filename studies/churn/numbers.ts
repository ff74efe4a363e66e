import { ClienteleError } from '#engine'
import { type DecimalMark, markShownBy, withPoint } from '../../engine/declare/written-amount.ts'
import { missing } from './labels.ts'
import type { Column } from './table.ts'

const written = /^[-+(]?\s*\p{Sc}?\s*[-+]?[\d.,][\d.,'’\s]*\p{Sc}?\s*\)?-?\s*%?$/u
const scientific = /^[-+]?(?:\d+\.?\d*|\.\d+)e[-+]?\d{1,3}$/i
/** Codes such as 01234 are no numbers. */
const code = /^[-+]?0\d/
/** How many cells of a column of numbers may be something else, which is then missing. */
const leastNumbers = 0.98

/** A column as numbers, NaN where there is none; null if it is no column of numbers. */
export interface Numbers {
  readonly values: Float64Array
  /** Cells that are neither a number nor empty. */
  readonly strange: number
}

export class NumberReader {
  readonly #declared: DecimalMark | undefined
  readonly #fileMark: DecimalMark | null

  constructor(columns: readonly Column[], declared?: DecimalMark) {
    this.#declared = declared
    const marks = new Set(columns.flatMap(({ values }) => [...marksOf(values)]))
    const [mark] = marks
    // the other columns of the file show what one column leaves open
    this.#fileMark = marks.size === 1 ? (mark ?? null) : null
  }

  /** Errors: `decimal-mark` if the column shows both marks, or neither column nor file shows which. */
  read({ name, values, codes }: Column): Numbers | null {
    const isNumber = values.map((value) => scientific.test(value) || isWritten(value))
    const isMissing = values.map((value) => missing.test(value) || /^none$/i.test(value))
    let [numbers, given] = [0, 0]
    for (const each of codes) {
      if (isMissing[each]) continue
      given++
      if (isNumber[each]) numbers++
    }
    if (numbers === 0 || numbers < leastNumbers * given) return null
    const mark =
      this.#declared ??
      this.#markOf(
        name,
        values.filter((_, i) => isNumber[i]),
      )
    const read = values.map((value, i) => {
      if (!isNumber[i]) return Number.NaN
      if (scientific.test(value)) return Number(value)
      return Number(withPoint(bare(value), mark) ?? Number.NaN)
    })
    const result = Float64Array.from(codes, (each) => read[each] ?? Number.NaN)
    let strange = 0
    for (const each of codes) if (!isMissing[each] && !Number.isFinite(read[each])) strange++
    return { values: result.map((value) => (Number.isFinite(value) ? value : Number.NaN)), strange }
  }

  #markOf(name: string, values: readonly string[]): DecimalMark {
    const [mark, other] = marksOf(values)
    const doubt = values.find((value) => markShownBy(bare(value)) === 'either')
    if (mark !== undefined && other === undefined) return mark
    if (mark === undefined && (doubt === undefined || this.#fileMark !== null)) return this.#fileMark ?? '.'
    const reason =
      other === undefined
        ? `does not show whether its decimal mark is a comma or a point: ${doubt} can be read either way`
        : 'has numbers with a decimal comma and with a decimal point'
    throw new ClienteleError(
      'decimal-mark',
      `The column ${name} ${reason}. Nothing was computed. Say which is right with --decimal comma or --decimal point.`,
      { column: name },
    )
  }
}

function isWritten(value: string): boolean {
  return written.test(value) && !code.test(value) && markShownBy(bare(value)) !== null
}

function bare(value: string): string {
  return value.replace(/^\+/, '').replace(/\s*%$/, '')
}

function marksOf(values: readonly string[]): Set<DecimalMark> {
  const marks = new Set<DecimalMark>()
  for (const value of values) {
    if (!isWritten(value)) continue
    const shown = markShownBy(bare(value))
    if (shown === '.' || shown === ',') marks.add(shown)
  }
  return marks
}
