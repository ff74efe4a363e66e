import { openCsv } from '../../engine/loading/csv/csv.ts'
import { type Header, possibleHeaders } from '../../engine/loading/csv/header-line.ts'
import { openFile } from '../../engine/loading/input.ts'
import type { LineBlock } from '../../engine/loading/lines.ts'
import { refused, type TextColumns, type TextsFile, usualAt, type WrittenText } from './columns.ts'
import { jsonTexts } from './json-texts.ts'

/**
 * Opens a file of texts: CSV, with a header or without one, or a JSON object on each line; gzipped or not.
 *
 * Errors: `texts-unreadable` if there is no column of texts, or several could be it.
 */
export async function openTexts(file: string, columns: TextColumns = {}): Promise<TextsFile> {
  const { chunks } = await openFile(file)
  const { head, all } = await peeked(chunks)
  return /^\s*[{[]/.test(head) ? jsonTexts(file, all, columns) : await csv(file, all, columns)
}

async function peeked(chunks: AsyncIterable<Buffer>) {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  async function* all(): AsyncGenerator<Buffer> {
    if (!first.done) yield first.value
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return {
    head: first.done
      ? ''
      : first.value
          .subarray(0, 100)
          .toString('utf8')
          .replace(/^\ufeff/, ''),
    all: all(),
  }
}

async function csv(file: string, chunks: AsyncIterable<Buffer>, columns: TextColumns): Promise<TextsFile> {
  const { header, rows } = await openCsv(chunks, (block) => textHeader(file, block, columns))
  async function* texts(): AsyncGenerator<WrittenText> {
    for await (const block of rows) {
      for (const { cells, line, problems, original } of block) {
        // a quotation mark within a text: the line is as wide as the others if it is cut as it stands
        const asItStands = problems ? bareCells(original(), header.delimiter) : cells
        const isReadable = !problems || asItStands.length === header.names.length
        const label = header.labelAt === null ? null : (asItStands[header.labelAt] ?? '').trim()
        const problem = isReadable ? null : (problems?.[0].message ?? null)
        yield { line, text: asItStands[header.textAt] ?? '', label, problem }
      }
    }
  }
  const nameAt = (at: number) => header.names[at] ?? ''
  const label = header.labelAt === null ? null : nameAt(header.labelAt)
  return { format: 'csv', columns: { text: nameAt(header.textAt), label }, texts: texts() }
}

function bareCells(line: Buffer, delimiter: string): string[] {
  return line
    .toString('utf8')
    .replace(/[\r\n]+$/, '')
    .split(delimiter)
}

interface TextHeader extends Header {
  readonly textAt: number
  readonly labelAt: number | null
}

/** A first line with a sentence in it, and without a usual name, is no header: columns are then numbered from 1. */
function textHeader(file: string, block: LineBlock, { text, label }: TextColumns): TextHeader {
  const [headers = []] = possibleHeaders(block, undefined, 1)
  const placeOf = ({ names }: Header, name: string | undefined) =>
    name === undefined ? null : names.findIndex((each) => each.toLowerCase() === name.toLowerCase())
  const named = headers.flatMap((header) => {
    const textAt = placeOf(header, text) ?? usualAt(header.names)
    const labelAt = placeOf(header, label)
    return textAt >= 0 && labelAt !== -1 ? [{ ...header, textAt, labelAt }] : []
  })
  const [most] = named.sort((a, b) => b.names.length - a.names.length)
  if (most) return most
  const bare = withoutHeader(block, headers)
  const numbered = (name: string | undefined) =>
    name !== undefined && /^\d+$/.test(name) ? Number(name) - 1 : null
  const textAt = text === undefined ? bare?.textAt : numbered(text)
  const labelAt = label === undefined ? null : (numbered(label) ?? -1)
  const width = bare?.names.length ?? 0
  if (bare && typeof textAt === 'number' && textAt < width && labelAt !== -1 && (labelAt ?? 0) < width)
    return { ...bare, textAt, labelAt }
  const widest = headers.reduce(
    (a, b) => (b.names.length > a.names.length ? b : a),
    headers[0] ?? { names: [] },
  )
  throw refused(file, widest.names, label)
}

/** Delimiters are compared by how evenly they cut the first lines; the column of texts is the longest. */
function withoutHeader(
  { lines }: LineBlock,
  headers: readonly Header[],
): (Header & { textAt: number }) | null {
  const sample = lines.slice(0, 50).filter((line) => line.trim() !== '')
  if (!sample.some((line) => line.trim().split(/\s+/).length >= 4) || sample.length === 0) return null
  const cuts = headers.map(({ delimiter }) => ({
    delimiter,
    rows: sample.map((line) => line.replace(/\r$/, '').split(delimiter)),
  }))
  const even = cuts.filter(
    ({ rows }) => rows.every((row) => row.length === rows[0]?.length) && (rows[0]?.length ?? 0) > 1,
  )
  // a character that no text holds, so that each line is one cell
  const best = even[0] ?? { delimiter: '\u0001', rows: sample.map((line) => [line]) }
  const width = best.rows[0]?.length ?? 1
  const lengths = Array.from({ length: width }, (_, at) =>
    best.rows.reduce((sum, row) => sum + (row[at] ?? '').length, 0),
  )
  return {
    delimiter: best.delimiter,
    names: lengths.map((_, at) => String(at + 1)),
    trailing: 0,
    next: 0,
    textAt: lengths.indexOf(Math.max(...lengths)),
  }
}
