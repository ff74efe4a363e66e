import { beginning, join, keptOfLongRecord, longestRecord } from '../lines.ts'
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
  openCurly,
  openSquare,
} from './nesting.ts'
import { RecordShape, Recovery, unreadable, withoutComma } from './recovery.ts'
import { JsonSyntax } from './syntax.ts'

/** Where the records of a file are: separate values, the elements of an array, or those of one member's array. */
export type JsonLayout = 'values' | 'array' | { readonly member: string }

/** The bytes of a record. If `problems` is set, they are not a record. */
export interface JsonPiece {
  readonly bytes: Buffer
  readonly line: number
  readonly problems: Problems | null
}

const nothing = Buffer.alloc(0)
const broken = recordProblem('broken-json', 'a quote or a bracket is missing, or there is one too many')

/**
 * Cuts JSON into records without parsing it, and holds at most one in memory. A record need not be valid JSON for the next
 * one to be found: after a stray quote or bracket, the next text that looks like the records before it is one. If that is
 * not certain, the file is refused. Text outside of records is given with its problem.
 */
export class JsonCutter {
  private readonly member: string | null
  private readonly missing: string
  /** How many brackets are open around a record. */
  private readonly around: number
  /** Around the records. */
  private readonly nesting = new Nesting()
  /** In a record. */
  private readonly syntax = new JsonSyntax()
  private readonly shape: RecordShape
  private recovery: Recovery | null = null
  /** The parts of the piece that has begun but not ended. */
  private rest: Buffer[] = []
  private size = 0
  /** The end of those parts, which may hold the name of a member. */
  private tail: Buffer = nothing
  private hasBegun = false
  private isInArray = false
  /** Whether the array of records in the current object has been read. */
  private hadArray = false
  /** Whether nothing has come since that array. */
  private hasJustLeft = false
  /** Whether the last member of the current object has the name of the array. */
  private isNamed = false
  /** The line of a list of objects in place of a record, which a stray bracket may have made of records. */
  private listLine: number | null = null
  private line = 1
  private startLine = 1

  constructor(layout: JsonLayout, shape = new RecordShape()) {
    this.shape = shape
    this.member = typeof layout === 'object' ? layout.member : null
    this.missing =
      this.member === null
        ? 'text outside of the array'
        : `no array called ${this.member}, which the first object has`
    this.around = layout === 'values' ? 0 : layout === 'array' ? 1 : 2
  }

  /** The pieces that end within the next bytes of the file. */
  *read(next: Buffer): Generator<JsonPiece> {
    for (let rest: Buffer | null = next; rest; ) {
      const { recovery } = this
      rest = yield* recovery ? this.recover(recovery.with(rest)) : this.cut(rest)
    }
  }

  /** Gives what is left to read if a record is broken. */
  private *cut(next: Buffer): Generator<JsonPiece, Buffer | null> {
    const { nesting, syntax, around } = this
    let start = 0
    for (let at = 0; at < next.length; at++) {
      const byte = next[at] ?? 0
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
      if (!this.isInArray && around > 0) {
        if (this.hasJustLeft && byte > 0x20) {
          // anything else would hide the records after an array that ends too early
          if (byte !== comma && byte !== closeCurly) throw unreadable(this.line)
          this.hasJustLeft = false
        }
        nesting.step(byte)
        if (nesting.isInString) continue
        if (nesting.depth === 0 && (byte === closeCurly || byte === closeSquare)) {
          if (!this.hadArray) yield this.misplaced(next.subarray(start, at + 1))
          this.hasBegun = this.hadArray = false
        } else if (byte === colon && nesting.depth === 1 && this.member !== null) {
          this.isNamed = memberName(this.before(next, at)) === this.member
        } else if (byte === openSquare && nesting.depth === 2 && this.isNamed) this.enterArray()
      } else if (this.isInArray && syntax.isAtTop && (byte === comma || byte === closeSquare)) {
        if (at > start || this.size > 0) yield this.piece(next.subarray(start, at))
        this.hasBegun = false
        if (byte === closeSquare) {
          this.leaveArray()
          start = at + 1
        }
      } else if (!syntax.step(byte)) {
        if (this.size > longestRecord) throw unreadable(this.startLine)
        const broken = join([...this.rest, next.subarray(start)])
        return yield* this.recover(new Recovery(broken, this.shape, this.startLine, this.isInArray))
      } else if (around === 0 && syntax.isComplete && (byte === closeCurly || byte === closeSquare)) {
        yield this.piece(next.subarray(start, at + 1))
        this.hasBegun = false
      }
    }
    if (this.hasBegun) this.keep(next.subarray(start))
    return null
  }

  /** What is left at the end of the file. */
  *end(): Generator<JsonPiece> {
    const { nesting, syntax, isInArray, hasBegun, around } = this
    if (this.recovery) {
      this.refuseList()
      yield { bytes: this.recovery.end(), line: this.startLine, problems: broken }
      return
    }
    const isInRecord = isInArray || around === 0
    const isWhole = isInRecord ? !hasBegun || syntax.isAtTop : nesting.depth === 0 && !nesting.isInString
    const isHiding = this.size > longestRecord || (!isInRecord && nesting.isInString)
    if (hasBegun && !isWhole && isHiding) throw unreadable(this.startLine)
    const problems = isWhole ? null : recordProblem('broken-json', 'the file ends within a record')
    if (hasBegun && !isInArray && around > 0) {
      yield this.misplaced(nothing, isWhole ? undefined : 'the file ends within an object')
    } else if (hasBegun) yield this.piece(nothing, problems)
    this.refuseList()
    if (isInArray && isWhole) yield this.misplaced(nothing, 'the file ends before its array does')
  }

  /** If the array of records never ends, such a list is the rest of the records. */
  private refuseList(): void {
    if (this.isInArray && this.listLine !== null) throw unreadable(this.listLine)
  }

  /** Gives the broken record and reads on, if it is clear where the next one begins. */
  private *recover(recovery: Recovery): Generator<JsonPiece, Buffer | null> {
    const start = recovery.next()
    this.recovery = start === null ? recovery : null
    if (start === null) return null
    const { text } = recovery
    yield { bytes: withoutComma(text.subarray(0, start)), line: this.startLine, problems: broken }
    this.line = this.startLine + newlinesIn(text.subarray(0, start))
    this.hasBegun = false
    this.clear()
    return text.subarray(start)
  }

  private begin(): void {
    this.syntax.reset()
    this.hasBegun = true
    this.startLine = this.line
    this.clear()
  }

  private enterArray(): void {
    this.nesting.reset(this.around, this.around)
    this.isInArray = true
    this.hasBegun = this.isNamed = false
    this.clear()
  }

  /** Back to the object around the array, if there is one. */
  private leaveArray(): void {
    this.nesting.reset(this.around - 1, 0)
    this.isInArray = false
    this.hadArray = this.around === 2
    this.hasJustLeft = this.hadArray
    if (this.hadArray) this.begin()
  }

  private clear(): void {
    this.rest = []
    this.tail = nothing
    this.size = 0
  }

  /** Of a piece that is too long only the beginning is kept. */
  private keep(part: Buffer): void {
    const tail = part.length < longestName ? join([this.tail, part]) : part
    this.tail = tail.subarray(-longestName)
    const wasTooLong = this.size > longestRecord
    this.size += part.length
    if (wasTooLong) return
    this.rest.push(part)
    if (this.size > longestRecord) this.rest = [beginning(this.rest, keptOfLongRecord)]
  }

  /** The bytes before a position that may hold a name. */
  private before(next: Buffer, at: number): Buffer {
    if (at >= longestName) return next.subarray(at - longestName, at)
    return join([this.tail, next.subarray(0, at)])
  }

  private piece(end: Buffer, problems: Problems | null = null): JsonPiece {
    const bytes = join([...this.rest, end])
    const line = this.startLine
    const isTooLong = this.size + end.length > longestRecord
    if (this.isInArray && bytes[0] === openSquare && bytes.includes(openCurly)) this.listLine = line
    this.clear()
    if (!isTooLong) return { bytes, line, problems }
    const tooLong = recordProblem('record-too-long', 'more than 16 MB')
    return { bytes: bytes.subarray(0, keptOfLongRecord), line, problems: tooLong }
  }

  private misplaced(bytes: Buffer, reason = this.missing): JsonPiece {
    return this.piece(bytes, recordProblem('misplaced-text', reason))
  }
}

function newlinesIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1
  return count
}
