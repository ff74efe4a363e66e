import { ClienteleError } from '../../errors.ts'
import { decode } from '../lines.ts'
import { comma, openCurly } from './nesting.ts'
import { JsonSyntax } from './syntax.ts'

/** A broken record that is longer hides others: the file is refused. */
const longestBroken = 1024 * 1024
/** Of all names of two records, the part that both must have to be of the same kind. */
const alike = 0.5

/** What the records of a file look like, so that a record is not confused with an object inside of one. */
export class RecordShape {
  private last: object | null = null

  learn(record: unknown): void {
    if (typeof record === 'object' && record !== null) this.last = record
  }

  /** Whether there is something to compare with, and no object inside of a record could be taken for a record. */
  get isClear(): boolean {
    return this.last !== null && !this.isInside(this.last)
  }

  isLike(value: unknown): boolean {
    return this.last !== null && areAlike(this.last, value)
  }

  /** Whether records hold objects like this one. */
  isInside(value: unknown): boolean {
    return this.last !== null && Object.values(this.last).some((inner) => holdsLike(inner, value))
  }
}

function holdsLike(holder: unknown, value: unknown): boolean {
  if (typeof holder !== 'object' || holder === null) return false
  return areAlike(holder, value) || Object.values(holder).some((inner) => holdsLike(inner, value))
}

function areAlike(a: object, b: unknown): boolean {
  if (typeof b !== 'object' || b === null || Array.isArray(a) || Array.isArray(b)) return false
  const names = new Set(Object.keys(a))
  const others = new Set(Object.keys(b))
  const common = names.intersection(others).size
  return common > 0 && common >= alike * (names.size + others.size - common)
}

/** Collects the text of a broken record, and finds where the next record begins. */
export class Recovery {
  readonly text: Buffer
  private readonly shape: RecordShape
  private readonly line: number
  private readonly isInArray: boolean
  private from = 1
  /** Whether an object was passed over that is neither a record nor part of one. */
  private hasOther = false

  constructor(text: Buffer, shape: RecordShape, line: number, isInArray: boolean) {
    this.text = text
    this.shape = shape
    this.line = line
    this.isInArray = isInArray
  }

  /** The same recovery with more text. */
  with(next: Buffer): Recovery {
    const longer = new Recovery(Buffer.concat([this.text, next]), this.shape, this.line, this.isInArray)
    longer.from = this.from
    longer.hasOther = this.hasOther
    return longer
  }

  /** Where the next whole record begins; null if it has not come yet. */
  next(): number | null {
    if (this.shape.isClear) {
      for (let at = this.candidate(this.from); at !== -1; at = this.candidate(this.from)) {
        const end = this.endOf(at)
        if (end === 'unknown') break
        if (end !== null && this.isRecord(at, end)) return at
        this.from = end ?? at + 1
      }
    }
    if (this.text.length > 2 * longestBroken || this.from > longestBroken) throw unreadable(this.line)
    return null
  }

  /** At the end of the file, the text is one broken record, unless it may hold others. */
  end(): Buffer {
    const mayHoldOthers = this.hasOther || (!this.shape.isClear && this.candidate(1) !== -1)
    if (mayHoldOthers || this.text.length > longestBroken) throw unreadable(this.line)
    return this.text
  }

  private candidate(from: number): number {
    for (let at = this.text.indexOf(openCurly, from); at !== -1; at = this.text.indexOf(openCurly, at + 1)) {
      let before = at - 1
      while (before > 0 && (this.text[before] ?? 0) <= 0x20) before -= 1
      if (!this.isInArray || this.text[before] === comma) return at
    }
    return -1
  }

  /** The position after the object; null if it is not well-formed. */
  private endOf(start: number): number | null | 'unknown' {
    const syntax = new JsonSyntax()
    let at = start
    while (at < this.text.length && !syntax.isComplete) if (!syntax.step(this.text[at++] ?? 0)) return null
    return syntax.isComplete ? at : 'unknown'
  }

  private isRecord(start: number, end: number): boolean {
    try {
      const value: unknown = JSON.parse(decode(this.text.subarray(start, end)))
      const isLike = this.shape.isLike(value)
      if (!isLike && !this.shape.isInside(value)) this.hasOther = true
      return isLike
    } catch {
      return false
    }
  }
}

export function unreadable(line: number): ClienteleError {
  return new ClienteleError(
    'json-unreadable',
    `The record that begins in line ${line} is not valid JSON, and what follows it cannot be divided into records: ` +
      'usually a quote or a bracket is missing or too many. Nothing was loaded. Correct the file and load it again.',
    { line },
  )
}

/** The text without the comma that separates it from the next record. */
export function withoutComma(text: Buffer): Buffer {
  let end = text.length
  while (end > 0 && ((text[end - 1] ?? 0) <= 0x20 || text[end - 1] === comma)) end -= 1
  return text.subarray(0, end)
}
