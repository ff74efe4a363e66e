import { type Problem, recordProblem } from '../problems.ts'
import { backslash, closeCurly, closeSquare, comma, newline, openCurly, openSquare, quote } from './bytes.ts'

export interface ArrayElement {
  readonly bytes: Buffer
  /** The line the element begins on. */
  readonly line: number
  /** Set where it is no element that could be parsed. */
  readonly problems: readonly [Problem, ...Problem[]] | null
}

const largestElement = 16 * 1024 * 1024
const keptOfLargeElement = 64 * 1024

export interface ArrayOptions {
  /** The array's bracket has been read already; reading stops at the one that closes it. */
  readonly isOpen?: boolean
  /** There are no brackets around the only element. */
  readonly isBare?: boolean
  readonly firstLine?: number
}

/**
 * Cuts one JSON array into its elements without holding more than one: brackets are counted outside of
 * strings. An element need not be good JSON for the next one to be found, as long as its brackets match.
 */
export class ArrayElements {
  private readonly found: (element: ArrayElement) => void
  private readonly options: ArrayOptions
  private place: 'before' | 'between' | 'element' | 'after'
  private depth = 0
  private isInString = false
  private isEscaped = false
  private startLine = 1
  private parts: Buffer[] = []
  private size = 0
  line: number

  constructor(found: (element: ArrayElement) => void, options: ArrayOptions = {}) {
    this.found = found
    this.options = options
    this.place = options.isOpen || options.isBare ? 'between' : 'before'
    this.line = options.firstLine ?? 1
  }

  /** Reads on from a position; answers the position after what was read. */
  push(chunk: Buffer, from = 0): number {
    let start = from
    for (let at = from; at < chunk.length; at++) {
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
          if (this.options.isOpen) return at + 1
          continue
        }
        start = at
        this.startLine = this.line
        if (this.place === 'after') {
          this.keep(chunk.subarray(start))
          return chunk.length
        }
        this.place = 'element'
      }
      if (!this.endsElement(byte)) continue
      this.keep(chunk.subarray(start, at))
      this.emit(null)
      this.place = byte === closeSquare ? 'after' : 'between'
      if (this.options.isOpen && this.isClosed) return at + 1
    }
    if (this.place === 'element') this.keep(chunk.subarray(start))
    return chunk.length
  }

  get isClosed(): boolean {
    return this.place === 'after'
  }

  end(): void {
    if (this.options.isBare && this.place === 'element' && this.depth === 0 && !this.isInString) {
      this.emit(null)
    } else if (this.size > 0) {
      const within = this.isClosed ? 'text after the end of the array' : 'the file ends within a record'
      this.emit(recordProblem('broken-json', within))
    } else if (this.place === 'between' && !this.options.isBare) {
      this.startLine = this.line
      this.emit(recordProblem('broken-json', 'the file ends before its array does'))
    }
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
