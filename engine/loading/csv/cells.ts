/** One CSV record, or why there is none. `next` is the line after it. */
export type CsvRecord =
  | { readonly kind: 'record'; readonly cells: string[]; readonly next: number }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'broken'; readonly message: string }

/**
 * Reads the record that begins at `lines[start]`, by RFC 4180. Lines without a quote are simply split and never
 * come here. `unfinished` means that a quoted field is still open after the last line.
 */
export function readQuotedRecord(lines: readonly string[], start: number, delimiter: string): CsvRecord {
  const cells: string[] = []
  let line = lines[start] ?? ''
  let next = start + 1
  let position = 0
  for (;;) {
    if (line[position] !== '"') {
      const end = line.indexOf(delimiter, position)
      const cell = end === -1 ? withoutReturn(line.slice(position)) : line.slice(position, end)
      if (cell.includes('"')) return { kind: 'broken', message: 'a quote inside a field that is not quoted' }
      cells.push(cell)
      if (end === -1) return { kind: 'record', cells, next }
      position = end + 1
      continue
    }
    let cell = ''
    position += 1
    for (;;) {
      const quote = line.indexOf('"', position)
      if (quote === -1) {
        const following = lines[next]
        if (following === undefined) return { kind: 'unfinished' }
        cell += `${line.slice(position)}\n`
        line = following
        next += 1
        position = 0
      } else if (line[quote + 1] === '"') {
        cell += line.slice(position, quote + 1)
        position = quote + 2
      } else {
        cell += line.slice(position, quote)
        position = quote + 1
        break
      }
    }
    cells.push(cell)
    if (position === line.length || (position === line.length - 1 && line[position] === '\r')) {
      return { kind: 'record', cells, next }
    }
    if (line[position] !== delimiter) return { kind: 'broken', message: 'text after a closing quote' }
    position += 1
  }
}

export function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
