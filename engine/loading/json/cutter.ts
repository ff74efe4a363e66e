import { join, keptOfLongRecord, longestRecord } from '../lines.ts'
import { type Problems, recordProblem } from '../problems.ts'
import {
  closeCurly,
  closeSquare,
  colon,
  comma,
  longestName,
  memberName,
  Nesting,
  newline,
  openSquare,
} from './nesting.ts'

/** Where the records of a file are: each a value of its own, elements of an array, or of one member's array. */
export type JsonLayout = 'values' | 'array' | { readonly member: string }

/** The bytes of a record, or of text that is none; then `problems` says why. */
export interface JsonPiece {
  readonly bytes: Buffer
  readonly line: number
  readonly problems: Problems | null
}

const nothing = Buffer.alloc(0)

/**
 * Cuts JSON into records without parsing it, holding no more than one. A record need not be valid JSON for the next
 * one to be found, as long as its brackets match. Text that belongs to no record is given with its problem.
 */
export class JsonCutter {
  private readonly member: string | null
  private readonly missing: string
  /** How many brackets are open around a record. */
  private readonly around: number
  private readonly nesting = new Nesting()
  /** The piece that has begun and not yet ended. */
  private rest: Buffer = nothing
  private hasBegun = false
  private isTooLong = false
  private isInArray = false
  /** Whether the object around has had its array of records. */
  private hadArray = false
  private isNamed = false
  private line = 1
  private startLine = 1

  constructor(layout: JsonLayout) {
    this.member = typeof layout === 'object' ? layout.member : null
    this.missing =
      this.member === null
        ? 'text outside of the array'
        : `no array called ${this.member}, which the first object has`
    this.around = layout === 'values' ? 0 : layout === 'array' ? 1 : 2
  }

  /** The pieces that end within the next bytes of the file, which begin with those of the piece that has begun. */
  *read(next: Buffer): Generator<JsonPiece> {
    const { nesting, around } = this
    const bytes = join(this.rest, next)
    let start = 0
    for (let at = this.rest.length; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (byte === newline) this.line += 1
      if (!this.hasBegun) {
        if (byte <= 0x20 || (byte === comma && (this.isInArray || around === 0))) continue
        if (byte === openSquare && around === 1 && !this.isInArray) {
          this.enterArray()
          continue
        }
        this.begin()
        start = at
      }
      if (!this.isInArray) {
        nesting.step(byte)
        if (nesting.isInString) continue
        if (nesting.depth === 0 && (byte === closeCurly || byte === closeSquare)) {
          if (around === 0) yield this.piece(bytes.subarray(start, at + 1))
          else if (!this.hadArray) yield this.misplaced(bytes.subarray(start, at + 1))
          this.hasBegun = false
        } else if (byte === colon && nesting.depth === 1 && this.member !== null) {
          this.isNamed = memberName(bytes, at) === this.member
        } else if (byte === openSquare && nesting.depth === 2 && this.isNamed) this.enterArray()
      } else if (
        (byte === comma || byte === closeSquare) &&
        nesting.depth === around &&
        !nesting.isInString
      ) {
        if (at > start) yield this.piece(bytes.subarray(start, at))
        this.hasBegun = false
        if (byte === closeSquare) {
          this.leaveArray()
          start = at + 1
        }
      } else nesting.step(byte)
    }
    this.keep(this.hasBegun ? bytes.subarray(start) : nothing)
  }

  /** What is left at the end of the file. */
  *end(): Generator<JsonPiece> {
    const { nesting, isInArray, hasBegun, around } = this
    const isWhole = nesting.depth === (isInArray ? around : 0) && !nesting.isInString
    const problems = isWhole ? null : recordProblem('broken-json', 'the file ends within a record')
    if (hasBegun && !isInArray && around > 0) {
      yield this.misplaced(this.rest, isWhole ? undefined : 'the file ends within an object')
    } else if (hasBegun) yield this.piece(this.rest, problems)
    if (isInArray && isWhole) yield this.misplaced(nothing, 'the file ends before its array does')
  }

  private begin(): void {
    this.hasBegun = true
    this.startLine = this.line
    if (!this.isInArray) this.hadArray = false
  }

  private enterArray(): void {
    this.nesting.reset(this.around, this.around)
    this.isInArray = true
    this.hasBegun = false
    this.isNamed = false
  }

  /** Back to the object around the array, if there is one. */
  private leaveArray(): void {
    this.nesting.reset(this.around - 1, 0)
    this.isInArray = false
    this.hadArray = this.hasBegun = this.around === 2
  }

  /** Of a piece that is too long its beginning is kept, and its end, which may name a member. */
  private keep(piece: Buffer): void {
    this.isTooLong = piece.length > (this.isTooLong ? keptOfLongRecord : longestRecord)
    this.rest = this.isTooLong
      ? Buffer.concat([piece.subarray(0, keptOfLongRecord), piece.subarray(-longestName)])
      : piece
  }

  private piece(bytes: Buffer, problems: Problems | null = null): JsonPiece {
    const isTooLong = this.isTooLong || bytes.length > longestRecord
    this.isTooLong = false
    if (!isTooLong) return { bytes, line: this.startLine, problems }
    const tooLong = recordProblem('record-too-long', 'more than 16 MB')
    return { bytes: bytes.subarray(0, keptOfLongRecord), line: this.startLine, problems: tooLong }
  }

  private misplaced(bytes: Buffer, reason = this.missing): JsonPiece {
    return this.piece(bytes, recordProblem('misplaced-text', reason))
  }
}
