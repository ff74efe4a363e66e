import {
  backslash,
  closeCurly,
  closeSquare,
  colon,
  comma,
  newline,
  openCurly,
  openSquare,
  quote,
} from './bytes.ts'

/** Follows JSON objects byte by byte, and tells where the values of their own members begin. */
export class ObjectMembers {
  /** The member whose value began last. */
  name = ''
  private place: 'outside' | 'name' | 'colon' | 'start' | 'value' = 'outside'
  private depth = 0
  private isInString = false
  private isEscaped = false
  private nameBytes: number[] = []

  /** Takes the next byte; says whether a value begins with it, or the object ends. */
  step(byte: number): 'value' | 'end' | null {
    if (this.isInString) {
      this.stepInString(byte)
      return null
    }
    if (this.place === 'outside') {
      if (byte === openCurly) this.place = 'name'
    } else if (this.place === 'name') {
      if (byte === closeCurly) return this.leave()
      if (byte === quote) {
        this.isInString = true
        this.nameBytes = []
      }
    } else if (this.place === 'colon') {
      if (byte === colon) this.place = 'start'
    } else if (this.place === 'start') {
      if (byte <= 0x20) return null
      this.place = 'value'
      this.isInString = byte === quote
      if (byte === openCurly || byte === openSquare) this.depth = 1
      return 'value'
    } else return this.stepInValue(byte)
    return null
  }

  /** The value that began last, an array, has been read by somebody else. */
  skipArray(): void {
    this.depth = 0
  }

  private stepInValue(byte: number): 'end' | null {
    if (byte === quote) this.isInString = true
    else if (byte === openCurly || byte === openSquare) this.depth += 1
    else if (this.depth > 0) {
      if (byte === closeCurly || byte === closeSquare) this.depth -= 1
    } else if (byte === comma) this.place = 'name'
    else if (byte === closeCurly) return this.leave()
    return null
  }

  private stepInString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false
    else if (byte === backslash) this.isEscaped = true
    else if (byte === quote) {
      this.isInString = false
      if (this.place === 'name') {
        this.name = Buffer.from(this.nameBytes).toString('utf8')
        this.place = 'colon'
      }
      return
    }
    if (this.place === 'name') this.nameBytes.push(byte)
  }

  private leave(): 'end' {
    this.place = 'outside'
    return 'end'
  }
}

const usualNames = new Set(['data', 'results', 'items', 'records'])

/**
 * The member of an API's answer that holds its records, as in `{"orders": […], "next": …}`: an array of
 * objects that the contract does not know, in an object without the contract's key. Null where the object is
 * a record itself.
 */
export function envelopeMember(
  head: Buffer,
  contract: {
    readonly entity: string
    readonly fields: readonly string[]
    readonly key: 'content' | readonly string[]
  },
): string | null {
  const members = new ObjectMembers()
  const key = contract.key === 'content' ? contract.fields : contract.key
  let found: string | null = null
  for (let at = 0; at < head.length; at++) {
    const event = members.step(head[at] ?? 0)
    if (event === 'end') break
    if (event !== 'value') continue
    if (key.includes(members.name)) return null
    if (head[at] !== openSquare || contract.fields.includes(members.name)) continue
    const first = /^\s*(.)/.exec(head.toString('latin1', at + 1, at + 200))?.[1]
    const isUsual = usualNames.has(members.name) || contract.entity.endsWith(`.${members.name}`)
    if (isUsual && (first === '{' || first === ']')) return members.name
    if (first === '{') found ??= members.name
  }
  return found
}

/** Whether an object stands on several lines, as people write it and JSON Lines do not. */
export function isSpreadOut(head: Buffer): boolean {
  const end = head.indexOf(newline)
  return end !== -1 && head.toString('latin1', 0, end).trim() === '{'
}
