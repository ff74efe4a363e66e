import { isAscii, isUtf8 } from 'node:buffer'

/** A longer record is a sign of a damaged file, and would not fit in memory. */
export const longestRecord = 16 * 1024 * 1024
/** How much of a record that is too long goes to quarantine. */
export const keptOfLongRecord = 64 * 1024
const newline = 0x0a

const windows1252 = new TextDecoder('windows-1252')

/** Bytes as text: UTF-8, or if they are not valid UTF-8, Windows-1252 (a superset of Latin-1). */
export function decode(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : windows1252.decode(bytes)
}

/** Some whole lines of a file. Positions count from 0, line numbers from 1. */
export class LineBlock {
  readonly lines: readonly string[]
  /** How many lines the reader has used. The others come again at the start of the next block. */
  used: number
  readonly firstLine: number
  /** Whether these are the last lines of the file. */
  readonly isLast: boolean
  /** Whether the only line was too long to keep: `lines` then holds its beginning. */
  readonly isCut: boolean
  /** Kept only if the bytes are not UTF-8: otherwise the text gives the same bytes back. */
  private readonly originals: readonly Buffer[] | null

  constructor(bytes: Buffer, { firstLine = 1, isLast = false, isCut = false }) {
    this.originals = isUtf8(bytes) ? null : splitLines(bytes)
    this.lines = this.originals?.map(decode) ?? decode(bytes).split('\n')
    this.used = this.lines.length
    this.firstLine = firstLine
    this.isLast = isLast
    this.isCut = isCut
  }

  /** The original bytes of some lines. */
  original(from: number, to = from + 1): Buffer {
    const { originals, lines } = this
    if (!originals) return Buffer.from(lines.slice(from, to).join('\n'), 'utf8')
    return joinLines(originals.slice(from, to))
  }
}

/** Cuts a stream into blocks of whole lines. A reader that leaves lines for the next block sets `used`. */
export async function* lineBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<LineBlock, undefined> {
  let rest: Buffer[] = []
  let firstLine = 1
  let isSkipping = false
  for await (const chunk of chunks) {
    const start = isSkipping ? chunk.indexOf(newline) + 1 : 0
    if (isSkipping && start === 0) continue
    if (isSkipping) firstLine += 1
    isSkipping = false
    const lastBreak = chunk.lastIndexOf(newline)
    rest.push(chunk.subarray(start))
    if (lastBreak >= start) {
      const bytes = join(rest)
      const end = bytes.length - chunk.length + lastBreak
      const block = new LineBlock(bytes.subarray(0, end), { firstLine })
      yield block
      firstLine += block.used
      rest = [bytes.subarray(block.used === block.lines.length ? end + 1 : lengthOf(block, block.used))]
    }
    if (lengthOfAll(rest) > longestRecord && !rest.some((part) => part.includes(newline))) {
      yield new LineBlock(beginning(rest, keptOfLongRecord), { firstLine, isCut: true })
      rest = []
      isSkipping = true
    }
  }
  if (!isSkipping) yield new LineBlock(join(rest), { firstLine, isLast: true })
}

/** Consecutive pieces of a file as one, copied only if there are several. */
export function join(parts: readonly Buffer[]): Buffer {
  const filled = parts.filter((part) => part.length > 0)
  return filled.length === 1 && filled[0] ? filled[0] : Buffer.concat(filled)
}

/** The first bytes of consecutive pieces, without joining the others. */
export function beginning(parts: readonly Buffer[], size: number): Buffer {
  const end = parts.findIndex((_, at) => lengthOfAll(parts.slice(0, at)) >= size)
  return Buffer.from(join(end === -1 ? parts : parts.slice(0, end)).subarray(0, size))
}

function lengthOfAll(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

export function joinLines(lines: readonly Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line, at) => (at > 0 ? [newlineBytes, line] : [line])))
}

const newlineBytes = Buffer.from('\n')

/** The bytes of a block's first lines, their line breaks included. */
function lengthOf(block: LineBlock, lines: number): number {
  return lines === 0 ? 0 : block.original(0, lines).length + 1
}

function splitLines(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let from = 0
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
    parts.push(bytes.subarray(from, end))
    from = end + 1
  }
  parts.push(bytes.subarray(from))
  return parts
}
