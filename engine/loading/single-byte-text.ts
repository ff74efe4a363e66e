import { isAscii, isUtf8 } from 'node:buffer'
import { ClienteleError } from '../errors.ts'

/** A file with this many signs of another encoding is refused before its end. */
const enough = 200
/** A longer run of bytes above 127 is a word of another script. */
const longestRun = 3
/** Shown to people, who recognise the right one. */
const candidates = ['windows-1252', 'macintosh', 'windows-1250', 'windows-1251']
const longestExample = 40
/** Dashes between small letters are usual in sentences, not in names. */
const longestName = 20
/** Of the letters above 127, the part that may be out of place. */
const tolerated = 0.4

const isBetween = (byte: number, first: number, last: number) => byte >= first && byte <= last
const isCapital = (byte: number) => isBetween(byte, 0xc0, 0xde) && byte !== 0xd7
const isSmall = (byte: number) => isBetween(byte, 0x61, 0x7a)
const isPlainCapital = (byte: number) => isBetween(byte, 0x41, 0x5a)
const isLetter = (byte: number) => isSmall(byte) || isPlainCapital(byte) || byte >= 0xc0
/** Quotation marks, dashes, an ellipsis and a trademark, which stand next to letters in any text. */
const isUsualSign = (byte: number) => byte === 0x85 || byte === 0x99 || isBetween(byte, 0x91, 0x97)
/** `ª`, a soft hyphen, `°`, `´`, `·` and `º`, which stand between letters in some languages. */
const betweenLetters = new Set([0xaa, 0xad, 0xb0, 0xb4, 0xb7, 0xba])

/**
 * Text that is not UTF-8 is read as Windows-1252. Any byte means something there, so text in another encoding would be
 * read wrongly without a word: this counts where its bytes stand, and refuses it if too
 * many are out of place.
 */
export class SingleByteText {
  private odd = 0
  private usual = 0
  private example: Buffer | null = null

  note(bytes: Buffer): void {
    if (isAscii(bytes) || isUtf8(bytes)) return
    for (let at = 0; at < bytes.length; at++) {
      if ((bytes[at] ?? 0) < 0x80) continue
      const next = at + utf8Length(bytes, at)
      if (next > at) at = next - 1
      else at = this.noteRun(bytes, at) - 1
    }
    if (this.odd > enough) this.check()
  }

  check(): void {
    if (this.odd <= tolerated * (this.odd + this.usual) || !this.example) return
    const bytes = this.example
    const readings = candidates.map((name) => {
      const text = new TextDecoder(name).decode(bytes).replace(/\p{Cc}/gu, '\ufffd')
      return `${name}: ${text}`
    })
    throw new ClienteleError(
      'file-encoding',
      'The text of the file is neither UTF-8 nor Windows-1252, and a guess could spoil every name with an accent. ' +
        `One value, read as ${readings.join('; ')}. Nothing was loaded. Load the file again with --encoding and the name that reads right.`,
      { readings },
    )
  }

  /** Counts the bytes above 127 from a position on, and gives the position after them. */
  private noteRun(bytes: Buffer, from: number): number {
    let end = from
    while ((bytes[end] ?? 0) >= 0x80) end += 1
    // at the edge of a chunk, half of a UTF-8 character looks like this
    if (from === 0 || end === bytes.length) return end
    const isWord = end - from > longestRun
    for (let at = from; at < end; at++) {
      const byte = bytes[at] ?? 0
      if (isWord || isOdd(bytes, at)) {
        this.odd += 1
        this.example ??= valueAround(bytes, at)
      } else if (byte >= 0xc0) this.usual += 1
    }
    return end
  }
}

/** Whether text in Windows-1252 rarely has this byte between these two. */
function isOdd(bytes: Buffer, at: number): boolean {
  const [before = 0, byte = 0, after = 0] = bytes.subarray(at - 1, at + 2)
  if (byte >= 0xc0) return isCapital(byte) ? isSmall(before) : isPlainCapital(before) && isPlainCapital(after)
  if (byte >= 0xa0) return byte > 0xa0 && !betweenLetters.has(byte) && isLetter(before) && isLetter(after)
  if (byte === 0x96 || byte === 0x97) {
    return isSmall(before) && isSmall(after) && valueAround(bytes, at).length <= longestName
  }
  return !isUsualSign(byte) && (isLetter(before) || isLetter(after))
}

/** The length of the UTF-8 character at a position; 0 if there is none. */
function utf8Length(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
  return length > 0 && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}

function valueAround(bytes: Buffer, at: number): Buffer {
  const isEdge = (byte: number | undefined) =>
    byte === undefined || byte < 0x20 || [0x22, 0x2c, 0x3b, 0x7c].includes(byte)
  let from = at
  while (from > 0 && at - from < longestExample && !isEdge(bytes[from - 1])) from -= 1
  let end = at + 1
  while (end - at < longestExample && !isEdge(bytes[end])) end += 1
  return Buffer.from(bytes.subarray(from, end))
}
