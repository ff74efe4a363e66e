import { TextDecoder } from 'node:util'
import { ClienteleError } from '../errors.ts'
import { SingleByteText } from './single-byte-text.ts'

const utf8Mark = [0xef, 0xbb, 0xbf]

/**
 * Converts bytes to UTF-8. Unless an encoding is given, UTF-16 is recognised by its byte order mark or its zeros, and
 * text that is neither UTF-8 nor Windows-1252 is refused. Byte order marks are removed from the beginning only: anywhere
 * else, the same bytes belong to a value.
 */
export async function* inUtf8(
  chunks: AsyncIterable<Buffer>,
  encoding: string | undefined,
): AsyncGenerator<Buffer, void> {
  let decoder: TextDecoder | null | undefined
  let isStart = true
  const other = encoding === undefined ? new SingleByteText() : null
  for await (const chunk of chunks) {
    if (decoder === undefined) decoder = decoderOf(encoding ?? encodingOf(chunk))
    let bytes = decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk
    if (isStart) bytes = withoutMarks(bytes)
    if (bytes.length > 0) isStart = false
    if (!decoder) other?.note(bytes)
    yield bytes
  }
  if (decoder) yield Buffer.from(decoder.decode())
  else other?.check()
}

/** A file that two programs have saved may have two marks. */
function withoutMarks(bytes: Buffer): Buffer {
  let start = 0
  while (hasMark(bytes.subarray(start), utf8Mark)) start += utf8Mark.length
  return bytes.subarray(start)
}

/** Null for UTF-8: lines that are not valid UTF-8 are read as Windows-1252 later. */
function decoderOf(encoding: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(encoding)
    return decoder.encoding === 'utf-8' ? null : decoder
  } catch {
    throw new ClienteleError(
      'file-encoding',
      `${encoding} is not a known encoding. Use its usual name, such as windows-1252, macintosh, iso-8859-2, utf-16le or shift_jis.`,
      { encoding },
    )
  }
}

function encodingOf(start: Buffer): string {
  if (hasMark(start, [0xff, 0xfe, 0, 0]) || hasMark(start, [0, 0, 0xfe, 0xff])) throw utf32()
  if (hasMark(start, [0xff, 0xfe])) return 'utf-16le'
  if (hasMark(start, [0xfe, 0xff])) return 'utf-16be'
  const head = start.subarray(0, 64)
  const isMostlyZero = (from: number) => {
    const half = head.filter((_, at) => at % 2 === from)
    return half.length >= 4 && half.filter((byte) => byte === 0).length > 0.7 * half.length
  }
  if (isMostlyZero(1) && !isMostlyZero(0)) return 'utf-16le'
  if (isMostlyZero(0) && !isMostlyZero(1)) return 'utf-16be'
  return 'utf-8'
}

function utf32(): ClienteleError {
  return new ClienteleError(
    'file-encoding',
    'The file is written in UTF-32, which is not supported. Nothing was loaded. Save it as UTF-8.',
    { encoding: 'utf-32' },
  )
}

function hasMark(bytes: Buffer, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}
