import type { LineBlock } from '../lines.ts'
import { readQuotedRecord, withoutReturn } from './cells.ts'

export interface Header {
  readonly delimiter: string
  /** Without spaces around them; repeated names in a product's own export get a number. */
  readonly names: readonly string[]
  /** How many columns without a name follow the others: a spreadsheet saves them if they ever held something. */
  readonly trailing: number
  /** The position of the line after it in its block. */
  readonly next: number
}

const usualDelimiters = [',', ';', '\t', '|']
/** `sep=;` tells a spreadsheet the delimiter. */
const separatorLine = /^"?sep=(.)"?\r?$/i

/** The first line that is not empty, cut by the delimiter that gives the names with the highest score. */
export function bestHeader(
  block: LineBlock,
  scoreOf: (names: readonly string[]) => number,
  delimiters?: readonly string[],
): Header {
  const [headers = []] = possibleHeaders(block, delimiters, 1)
  return headers.reduce((a, b) => (scoreOf(b.names) > scoreOf(a.names) ? b : a))
}

/** Each of the first lines that are not empty, cut by each delimiter. */
export function possibleHeaders(
  { lines }: LineBlock,
  delimiters: readonly string[] | undefined,
  mostLines: number,
): readonly (readonly Header[])[] {
  const filled = lines
    .slice(0, 10 * mostLines)
    .flatMap((line, at) => (withoutReturn(line) === '' ? [] : [at]))
  const declared = separatorLine.exec(lines[filled[0] ?? 0] ?? '')?.[1]
  const starts = (declared === undefined ? filled : filled.slice(1)).slice(0, mostLines)
  const cuts = delimiters ?? (declared === undefined ? usualDelimiters : [declared])
  return (starts.length > 0 ? starts : [0]).map((start) => cuts.map((cut) => headerAt(lines, start, cut)))
}

function headerAt(lines: readonly string[], start: number, delimiter: string): Header {
  const record = readQuotedRecord(lines, start, delimiter)
  if (record.kind !== 'record') return { delimiter, names: [], trailing: 0, next: start + 1 }
  const names = record.cells.map(cleanName)
  const width = names.findLastIndex((name) => name !== '') + 1
  return { delimiter, names: names.slice(0, width), trailing: names.length - width, next: record.next }
}

/** Spreadsheets and web pages leave spaces in names that nobody can see. */
function cleanName(cell: string): string {
  return cell
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/\s/g, ' ')
    .trim()
}
