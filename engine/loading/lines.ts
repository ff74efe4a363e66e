import { isAscii, isUtf8 } from 'node:buffer'

/** A run of whole lines. Positions count from 0, line numbers from 1. */
export interface LineBlock {
  readonly firstLine: number
  readonly lines: readonly string[]
  /** The bytes line `index` had in the file. */
  original(index: number): Buffer
  /** Whether more lines follow in the file. */
  readonly isLast: boolean
  /** Set where the line was too long to be kept: `lines` then holds its beginning only. */
  readonly isCut: boolean
}

/** A longer record is no record but a sign of a damaged file, and would not fit in memory. */
const longestLine = 16 * 1024 * 1024
const keptOfLongLine = 64 * 1024
const newline = 0x0a

const windows1252 = new TextDecoder('windows-1252')

/** Bytes as text: UTF-8, or where they are not, Windows-1252 (Latin-1 with the characters Windows added). */
export function decode(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : windows1252.decode(bytes)
}

/**
 * Cuts a stream into blocks of whole lines. The reader of a block answers how many of its lines it has used;
 * the others come again at the head of the next block (a quoted CSV field may go on there).
 */
export async function readLines(
  chunks: AsyncIterable<Buffer>,
  use: (block: LineBlock) => Promise<number>,
): Promise<void> {
  const rest = new Rest()
  let line = 1
  let isSkipping = false
  for await (const chunk of chunks) {
    let from = 0
    if (isSkipping) {
      from = chunk.indexOf(newline) + 1
      if (from === 0) continue
      line += 1
      isSkipping = false
    }
    const end = chunk.lastIndexOf(newline)
    if (end < from) {
      rest.add(chunk.subarray(from))
    } else {
      rest.add(chunk.subarray(from, end))
      const bytes = rest.take()
      const used = await useBlock(bytes, line, false, use)
      line += used.lines
      if (used.bytes < bytes.length) rest.add(bytes.subarray(used.bytes))
      if (used.bytes <= bytes.length) rest.add(newlineBytes)
      rest.add(chunk.subarray(end + 1))
    }
    if (rest.length > longestLine && rest.isOneLine) {
      await use(cutBlock(rest.takeHead(keptOfLongLine), line))
      isSkipping = true
    }
  }
  if (!isSkipping) await useBlock(rest.take(), line, true, use)
}

const newlineBytes = Buffer.from('\n')

/** What is left for the next block, put together only when it is needed: a long line comes in many pieces. */
class Rest {
  length = 0
  isOneLine = true
  private parts: Buffer[] = []

  add(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.parts.push(bytes)
    this.length += bytes.length
    this.isOneLine &&= !bytes.includes(newline)
  }

  /** Takes the beginning, and throws the others away. */
  takeHead(size: number): Buffer {
    const head: Buffer[] = []
    for (let length = 0, at = 0; length < size && at < this.parts.length; at++) {
      const part = this.parts[at] ?? Buffer.alloc(0)
      head.push(part)
      length += part.length
    }
    this.parts = [Buffer.concat(head).subarray(0, size)]
    return this.take()
  }

  take(): Buffer {
    const [first] = this.parts
    const whole = first && this.parts.length === 1 ? first : Buffer.concat(this.parts)
    this.parts = []
    this.length = 0
    this.isOneLine = true
    return whole
  }
}

async function useBlock(
  bytes: Buffer,
  firstLine: number,
  isLast: boolean,
  use: (block: LineBlock) => Promise<number>,
): Promise<{ lines: number; bytes: number }> {
  const block = blockOf(bytes, firstLine, isLast)
  const used = await use(block)
  if (used === block.lines.length) return { lines: used, bytes: bytes.length + 1 }
  let length = 0
  for (let index = 0; index < used; index++) length += block.original(index).length + 1
  return { lines: used, bytes: length }
}

/** Lines that stand on their own. */
export function wholeBlock(bytes: Buffer): LineBlock {
  return blockOf(bytes, 1, true)
}

function blockOf(bytes: Buffer, firstLine: number, isLast: boolean): LineBlock {
  if (isUtf8(bytes)) {
    // valid UTF-8 comes back as the same bytes, so the originals need not be kept
    const lines = decode(bytes).split('\n')
    const original = (index: number) => Buffer.from(lines[index] ?? '', 'utf8')
    return { firstLine, lines, original, isLast, isCut: false }
  }
  const originals = splitBytes(bytes)
  const original = (index: number) => originals[index] ?? Buffer.alloc(0)
  return { firstLine, lines: originals.map(decode), original, isLast, isCut: false }
}

function cutBlock(kept: Buffer, line: number): LineBlock {
  return { firstLine: line, lines: [decode(kept)], original: () => kept, isLast: false, isCut: true }
}

function splitBytes(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let from = 0
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
    parts.push(bytes.subarray(from, end))
    from = end + 1
  }
  parts.push(bytes.subarray(from))
  return parts
}
