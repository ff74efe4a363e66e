const [space, tab, newline] = [0x20, 0x09, 0x0a]

/** Whether the columns of a file are divided by spaces only, as statistical programs write them. */
export function isAligned(head: Buffer): boolean {
  const lines = head.toString('latin1', 0, 4096).split('\n').slice(0, 5)
  const cells = lines.slice(0, -1).map((line) => line.trim().split(/ +/).length)
  return (
    cells.length > 0 &&
    !/[,;\t|"]/.test(lines.join('')) &&
    cells.every((count) => count >= 3 && count === cells[0])
  )
}

/** The same with one tab between columns. */
export async function* withTabs(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let isAfterSpace = false
  let isStart = true
  for await (const chunk of chunks) {
    const result = Buffer.allocUnsafe(2 * chunk.length + 1)
    let size = 0
    for (const byte of chunk) {
      if (byte === space || byte === tab) {
        isAfterSpace = true
        continue
      }
      // spaces at the beginning and end of a line divide nothing
      if (isAfterSpace && !isStart && byte !== newline && byte !== 0x0d) {
        result[size] = tab
        size++
      }
      isAfterSpace = false
      isStart = byte === newline
      result[size] = byte
      size++
    }
    yield result.subarray(0, size)
  }
}
