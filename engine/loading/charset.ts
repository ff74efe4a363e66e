import { TextDecoder } from 'node:util'
import { ClienteleError } from '../errors.ts'

/** Converts bytes to UTF-8. Unless an encoding is given, UTF-16 is recognised by its byte order mark or its zeros. */
export async function* inUtf8(
  chunks: AsyncIterable<Buffer>,
  encoding: string | undefined,
): AsyncGenerator<Buffer, void> {
  let decoder: TextDecoder | null | undefined
  for await (const chunk of chunks) {
    if (decoder === undefined) decoder = decoderOf(encoding ?? encodingOf(chunk))
    const start = decoder || !hasMark(chunk, [0xef, 0xbb, 0xbf]) ? chunk : chunk.subarray(3)
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : start
  }
  if (decoder) yield Buffer.from(decoder.decode())
}

/** Null for UTF-8: lines that are not valid UTF-8 are read as Windows-1252 later. */
function decoderOf(encoding: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(encoding)
    return decoder.encoding === 'utf-8' ? null : decoder
  } catch {
    throw new ClienteleError(
      'file-encoding',
      `${encoding} is not a known encoding. Use its usual name, such as windows-1252, iso-8859-2, utf-16le or shift_jis.`,
      { encoding },
    )
  }
}

function encodingOf(start: Buffer): string {
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

function hasMark(bytes: Buffer, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}
