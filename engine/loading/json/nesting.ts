/** The bytes that structure JSON. */
export const newline = 0x0a
export const comma = 0x2c
export const colon = 0x3a
export const openSquare = 0x5b
export const closeSquare = 0x5d
export const openCurly = 0x7b
export const closeCurly = 0x7d
const quote = 0x22
const backslash = 0x5c

/** Follows JSON byte by byte: how many brackets are open, and whether a string is. */
export class Nesting {
  depth = 0
  /** The depth that a closing bracket never goes below. */
  floor = 0
  isInString = false
  private isEscaped = false

  step(byte: number): void {
    if (this.isInString) {
      if (this.isEscaped) this.isEscaped = false
      else if (byte === backslash) this.isEscaped = true
      else if (byte === quote) this.isInString = false
    } else if (byte === quote) this.isInString = true
    else if (byte === openCurly || byte === openSquare) this.depth += 1
    else if ((byte === closeCurly || byte === closeSquare) && this.depth > this.floor) this.depth -= 1
  }

  /** Starts again at a depth, outside of any string. */
  reset(depth: number, floor: number): void {
    this.depth = depth
    this.floor = floor
    this.isInString = false
  }
}

/** No member with a longer name is found. */
export const longestName = 1024

/** The name of a member, from the JSON before its colon. */
export function memberName(before: Buffer): string | null {
  return /"((?:[^"\\]|\\.)*)"\s*$/s.exec(before.toString('utf8'))?.[1] ?? null
}
