import { recordProblem } from '../problems.ts'
import { type ArrayElement, ArrayElements } from './array.ts'
import { newline, openSquare } from './bytes.ts'
import { ObjectMembers } from './members.ts'

const mostKept = 64 * 1024

/** Takes the records out of an API's answers, one after another, as `{"orders": […], "next": …}`. */
export class EnvelopeElements {
  private readonly member: string
  private readonly found: (element: ArrayElement) => void
  private members = new ObjectMembers()
  private elements: ArrayElements | null = null
  private hasRecords = false
  private isInside = false
  private around: number[] = []
  private line = 1
  private startLine = 1

  constructor(member: string, found: (element: ArrayElement) => void) {
    this.member = member
    this.found = found
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.elements) at = this.readElements(this.elements, chunk, at)
      else this.step(chunk[at++] ?? 0)
    }
  }

  end(): void {
    this.elements?.end()
    if (!this.elements && this.isInside && !this.hasRecords) this.refuse('the file ends within an object')
  }

  private step(byte: number): void {
    if (byte === newline) this.line += 1
    if (!this.isInside) {
      if (byte <= 0x20) return
      this.isInside = true
      this.hasRecords = false
      this.startLine = this.line
      this.around = []
    }
    if (this.around.length < mostKept) this.around.push(byte)
    const event = this.members.step(byte)
    if (event === 'value' && byte === openSquare && this.members.name === this.member) {
      this.hasRecords = true
      this.elements = new ArrayElements(this.found, { isOpen: true, firstLine: this.line })
    } else if (event === 'end') {
      if (!this.hasRecords) this.refuse(`no array called ${this.member}, which the first object has`)
      this.isInside = false
    }
  }

  private readElements(elements: ArrayElements, chunk: Buffer, from: number): number {
    const next = elements.push(chunk, from)
    if (elements.isClosed) {
      this.line = elements.line
      this.elements = null
      this.members.skipArray()
    }
    return next
  }

  private refuse(message: string): void {
    const problems = recordProblem('broken-json', message)
    this.found({ bytes: Buffer.from(this.around), line: this.startLine, problems })
  }
}
