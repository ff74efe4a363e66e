import { type Problem, recordProblem } from './problems.ts'

export interface ArrayElement {
  readonly bytes: Buffer
  /** The line the element begins on. */
  readonly line: number
  /** Set where it is no element that could be parsed. */
  readonly problems: readonly [Problem, ...Problem[]] | null
}

const largestElement = 16 * 1024 * 1024
const keptOfLargeElement = 64 * 1024

const newline = 0x0a
const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openSquare = 0x5b
const closeSquare = 0x5d
const openCurly = 0x7b
const closeCurly = 0x7d

/**
 * Cuts one JSON array into its elements without holding more than one: brackets are counted outside of
 * strings. An element need not be good JSON for the next one to be found, as long as its brackets match.
 */
export class ArrayElements {
  private readonly found: (element: ArrayElement) => void
  private place: 'before' | 'between' | 'element' | 'after' = 'before'
  private depth = 0
  private isInString = false
  private isEscaped = false
  private line = 1
  private startLine = 1
  private parts: Buffer[] = []
  private size = 0

  constructor(found: (element: ArrayElement) => void) {
    this.found = found
  }

  push(chunk: Buffer): void {
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      if (byte === newline) this.line += 1
      if (this.place === 'before') {
        if (byte === openSquare) this.place = 'between'
        continue
      }
      if (this.place === 'between' || this.place === 'after') {
        if (byte <= 0x20 || (byte === comma && this.place === 'between')) continue
        if (byte === closeSquare && this.place === 'between') {
          this.place = 'after'
          continue
        }
        start = at
        this.startLine = this.line
        if (this.place === 'after') {
          this.keep(chunk.subarray(start))
          return
        }
        this.place = 'element'
      }
      if (!this.endsElement(byte)) continue
      this.keep(chunk.subarray(start, at))
      this.emit(null)
      this.place = byte === closeSquare ? 'after' : 'between'
    }
    if (this.place === 'element') this.keep(chunk.subarray(start))
  }

  end(): void {
    if (this.size === 0) return
    const message =
      this.place === 'after' ? 'text after the end of the array' : 'the file ends within a record'
    this.emit(recordProblem('broken-json', message))
  }

  /** Whether this byte of an element, a comma or bracket, is the first after it. */
  private endsElement(byte: number): boolean {
    if (this.isInString) {
      if (this.isEscaped) this.isEscaped = false
      else if (byte === backslash) this.isEscaped = true
      else if (byte === quote) this.isInString = false
    } else if (byte === quote) this.isInString = true
    else if (byte === openCurly || byte === openSquare) this.depth += 1
    else if (this.depth === 0) return byte === comma || byte === closeSquare
    else if (byte === closeCurly || byte === closeSquare) this.depth -= 1
    return false
  }

  private keep(bytes: Buffer): void {
    if (this.size <= largestElement) this.parts.push(Buffer.from(bytes))
    this.size += bytes.length
  }

  private emit(problems: readonly [Problem, ...Problem[]] | null): void {
    const whole = Buffer.concat(this.parts)
    const isTooLarge = this.size > largestElement
    this.found({
      bytes: isTooLarge ? whole.subarray(0, keptOfLargeElement) : whole,
      line: this.startLine,
      problems: isTooLarge ? recordProblem('record-too-long', 'more than 16 MB') : problems,
    })
    this.parts = []
    this.size = 0
    this.depth = 0
    this.isInString = false
  }
}
