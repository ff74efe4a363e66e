import { closeCurly, closeSquare, colon, comma, openCurly, openSquare } from './nesting.ts'

const quote = 0x22
const backslash = 0x5c

/** What may come next. */
const value = 0
const valueOrEnd = 1
const name = 2
const nameOrEnd = 3
const colonNext = 4
const commaOrEnd = 5
const scalar = 6
const text = 7
const escaped = 8

/**
 * Follows one JSON value byte by byte and notices the first byte that shows a stray or missing quote or bracket, such as a
 * letter after the end of a text. Other errors, such as two commas, do not hide where the value ends.
 */
export class JsonSyntax {
  depth = 0
  private state = value
  private isName = false
  private readonly isObject: boolean[] = []

  /** Starts again before a value. */
  reset(): void {
    this.depth = 0
    this.state = value
    this.isName = false
    this.isObject.length = 0
  }

  /** Whether a comma or a bracket would end the value itself. */
  get isAtTop(): boolean {
    return this.depth === 0 && this.state < text
  }

  /** Whether the value is complete, whatever comes next. */
  get isComplete(): boolean {
    return this.depth === 0 && this.state === commaOrEnd
  }

  /** False if the byte cannot be there. */
  step(byte: number): boolean {
    const { state } = this
    if (state === text) {
      if (byte === quote) this.state = this.isName ? colonNext : commaOrEnd
      else if (byte === backslash) this.state = escaped
      return true
    }
    if (state === escaped) {
      this.state = text
      return true
    }
    if (byte <= 0x20) {
      if (state === scalar) this.state = commaOrEnd
      return true
    }
    switch (byte) {
      case quote:
        return this.openText()
      case openCurly:
      case openSquare:
        return this.open(byte === openCurly)
      case closeCurly:
      case closeSquare:
        return this.close(byte === closeCurly)
      case comma:
        if (this.depth === 0) return false
        this.state = this.isObject[this.depth - 1] ? name : value
        return true
      case colon:
        if (this.depth === 0) return false
        this.state = value
        return true
      default:
        if (state === colonNext || state === commaOrEnd) return false
        this.state = scalar
        return true
    }
  }

  private openText(): boolean {
    const { state } = this
    if (state === scalar || state === colonNext || state === commaOrEnd) return false
    this.isName = state === name || state === nameOrEnd
    this.state = text
    return true
  }

  private open(isObject: boolean): boolean {
    if (this.state !== value && this.state !== valueOrEnd) return false
    this.isObject[this.depth] = isObject
    this.depth += 1
    this.state = isObject ? nameOrEnd : valueOrEnd
    return true
  }

  private close(isObject: boolean): boolean {
    if (this.depth === 0 || this.isObject[this.depth - 1] !== isObject) return false
    this.depth -= 1
    this.state = commaOrEnd
    return true
  }
}
