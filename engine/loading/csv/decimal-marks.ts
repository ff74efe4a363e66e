import { currencyBeside, type DecimalMark, markShownBy, withPoint } from '../../declare/written-amount.ts'
import { ClienteleError } from '../../errors.ts'
import { recordProblem } from '../problems.ts'
import type { Accepts } from './export-columns.ts'
import type { Row } from './rows.ts'

/** How many bytes of rows may wait for the one that shows the decimal mark of a column. */
const longestWait = 64 * 1024 * 1024
/** Read alike with and without the mark being known. */
const plain = /^-?\d+$/
/** Shows nothing new, and needs no change, once the mark is known to be a point. */
const pointed = /^-?\p{Sc}?-?\d+(?:\.\d+)?$/u
const markNames = { '.': 'point', ',': 'comma' } as const

interface NumberColumn {
  readonly at: number
  readonly name: string
  readonly accepts: Accepts
  mark: DecimalMark | null
  /** Where the mark was seen, for messages. */
  seen: { readonly line: number; readonly cell: string } | null
  /** The first cell that could be read either way before the mark was known. */
  doubt: { readonly line: number; readonly cell: string } | null
}

function canBe({ accepts }: NumberColumn, cell: string): boolean {
  return ([',', '.'] as const).some((mark) => accepts(withPoint(cell, mark) ?? ''))
}

/** Decimal marks of columns, by header. */
export type MarksByName = Record<string, DecimalMark>

/**
 * Writes the numbers of a file with a decimal point. `1,250` is 1.25 to one exporter and 1250 to another, so the mark is
 * found for each column from all of its cells; a file is refused if a column shows both marks, or only cells like this.
 */
export class DecimalMarks {
  /** What was found, by header: a quarantined row needs it to be read again. */
  readonly found: MarksByName = {}
  private readonly columns: readonly NumberColumn[]
  private readonly isDeclared: boolean
  private waiting: Row[] = []
  private bytes = 0

  /** `declared` is the mark of all columns, or that of each column by its name. */
  constructor(
    names: readonly string[],
    numbers: ReadonlyMap<string, Accepts>,
    declared?: DecimalMark | MarksByName,
  ) {
    this.isDeclared = typeof declared === 'string'
    this.columns = names.flatMap((name, at) => {
      const accepts = numbers.get(name)
      if (!accepts) return []
      const mark = (typeof declared === 'object' ? declared[name] : declared) ?? null
      if (mark) this.found[name] = mark
      return [{ at, name, accepts, mark, seen: null, doubt: null }]
    })
  }

  /** The same rows in the same order, later if they must wait. */
  async *applyTo(blocks: AsyncIterable<Iterable<Row>>): AsyncGenerator<Iterable<Row>> {
    if (this.columns.length === 0) yield* blocks
    else for await (const block of blocks) yield this.readyOf(block)
    if (this.waiting.length > 0) throw this.undecided()
  }

  private *readyOf(block: Iterable<Row>): Generator<Row> {
    for (const row of block) {
      if (this.waiting.length === 0 && this.isPlain(row)) {
        yield row
        continue
      }
      if (row.problems === null) for (const column of this.columns) this.observe(column, row)
      if (!this.columns.some(({ mark, doubt }) => mark === null && doubt !== null)) {
        for (const earlier of this.waiting) yield this.rewritten(earlier)
        this.waiting = []
        this.bytes = 0
        yield this.rewritten(row)
        continue
      }
      this.waiting.push(row)
      this.bytes += row.text.length
      if (this.bytes > longestWait) throw this.undecided()
    }
  }

  private isPlain({ cells, problems }: Row): boolean {
    if (problems !== null) return true
    for (const { at, mark } of this.columns) {
      const cell = cells[at] ?? ''
      if (cell !== '' && !(mark === '.' ? pointed : plain).test(cell)) return false
    }
    return true
  }

  private observe(column: NumberColumn, { cells, line }: Row): void {
    const cell = cells[column.at] ?? ''
    if (this.isDeclared || cell === '' || plain.test(cell)) return
    const shown = markShownBy(cell)
    if (shown === null || shown === 'none') return
    if (shown === 'either') {
      // a number that the contract refuses either way goes to quarantine, and is no reason to refuse the file
      if (column.mark === null && canBe(column, cell)) column.doubt ??= { line, cell }
    } else if (column.mark === null) {
      column.mark = shown
      column.seen = { line, cell }
      this.found[column.name] = shown
    } else if (column.mark !== shown && column.seen) {
      throw new ClienteleError(
        'decimal-mark',
        `The column ${column.name} has a decimal ${markNames[column.mark]} in line ${column.seen.line} (${column.seen.cell}) ` +
          `and a decimal ${markNames[shown]} in line ${line} (${cell}), so its amounts cannot be read. Nothing was loaded. ` +
          'Correct the file, or say which one is right with --decimal comma or --decimal point: records with the other one go to quarantine.',
        { column: column.name, line, otherLine: column.seen.line },
      )
    }
  }

  /** Rows with the marks that are known already. */
  *written(rows: Iterable<Row>): Generator<Row> {
    for (const row of rows) yield this.rewritten(row)
  }

  private rewritten(row: Row): Row {
    if (row.problems) return row
    let cells: string[] | null = null
    for (const { at, name, mark } of this.columns) {
      const cell = row.cells[at] ?? ''
      if (cell === '' || plain.test(cell)) continue
      if (markShownBy(cell) === null) continue
      const number = withPoint(cell, mark ?? '.')
      if (number === cell) continue
      if (number === null) {
        const message = `"${cell}" is not written with a decimal ${markNames[mark ?? '.']}`
        return { ...row, problems: recordProblem('invalid-value', message, name) }
      }
      cells ??= [...row.cells]
      cells[at] = `${currencyBeside(cell)}${number}`
    }
    return cells ? { ...row, cells } : row
  }

  private undecided(): ClienteleError {
    const column = this.columns.find(({ mark, doubt }) => mark === null && doubt !== null)
    const { line = 0, cell = '' } = column?.doubt ?? {}
    return new ClienteleError(
      'decimal-mark',
      `The column ${column?.name} does not show whether its decimal mark is a comma or a point: ${cell} in line ${line} ` +
        'can be read either way. Nothing was loaded. Load the file again with --decimal comma or --decimal point.',
      { column: column?.name ?? null, line },
    )
  }
}
