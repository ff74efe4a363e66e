const newline = 0x0a
const carriageReturn = 0x0d
const quote = 0x22

/** Old Mac programs end lines with a carriage return alone; such a file gets newlines instead. */
export async function* inNewlines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let hasReturns: boolean | null = null
  for await (const chunk of chunks) {
    if (chunk.length > 0) hasReturns ??= endsInReturns(chunk)
    yield hasReturns ? withNewlines(chunk) : chunk
  }
}

/** The first line end outside of quotes decides. */
function endsInReturns(start: Buffer): boolean {
  let isQuoted = false
  for (let at = 0; at < start.length; at++) {
    const byte = start[at]
    if (byte === quote) isQuoted = !isQuoted
    if (byte === newline && !isQuoted) return false
    if (byte !== carriageReturn || isQuoted) continue
    let next = at + 1
    while (start[next] === carriageReturn) next += 1
    return start[next] !== newline
  }
  return false
}

function withNewlines(bytes: Buffer): Buffer {
  const converted = Buffer.from(bytes)
  for (
    let at = converted.indexOf(carriageReturn);
    at !== -1;
    at = converted.indexOf(carriageReturn, at + 1)
  ) {
    converted[at] = newline
  }
  return converted
}
