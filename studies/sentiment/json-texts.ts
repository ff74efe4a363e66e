import { lineBlocks } from '../../engine/loading/lines.ts'
import { refused, type TextColumns, type TextsFile, usualAt, type WrittenText } from './columns.ts'

/** Texts of a file with an object of JSON on each line, or with one array of objects. */
export function jsonTexts(
  file: string,
  chunks: AsyncIterable<Buffer>,
  { text, label }: TextColumns,
): TextsFile {
  let textName = text ?? null
  async function* texts(): AsyncGenerator<WrittenText> {
    for await (const { line, record } of objectsIn(chunks)) {
      if (record === null) {
        yield { line, text: '', label: null, problem: 'not an object of JSON' }
        continue
      }
      if (textName === null) {
        const names = Object.keys(record)
        const found = names[usualAt(names)]
        if (found === undefined) throw refused(file, names, label)
        textName = found
      }
      const written = record[textName]
      const marked = label === undefined ? null : record[label]
      yield {
        line,
        text: typeof written === 'string' ? written : '',
        label: marked === null || marked === undefined ? null : String(marked),
        problem: null,
      }
    }
  }
  return { format: 'json', columns: { text: text ?? 'as found', label: label ?? null }, texts: texts() }
}

type JsonObject = Readonly<Record<string, unknown>>

/** One object on each line, or, in square brackets, objects over as many lines as they like. */
async function* objectsIn(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ line: number; record: JsonObject | null }> {
  let array: string | null = null
  for await (const { lines, firstLine } of lineBlocks(chunks)) {
    for (const [at, line] of lines.entries()) {
      if (array === null && line.trimStart().startsWith('[')) array = ''
      if (array !== null) array += `${line}\n`
      else if (line.trim() !== '') yield { line: firstLine + at, record: objectOf(parsed(line)) }
    }
  }
  if (array === null) return
  const all = parsed(array)
  if (!Array.isArray(all)) yield { line: 1, record: null }
  else for (const [at, one] of all.entries()) yield { line: at + 1, record: objectOf(one) }
}

function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null ? { ...value } : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
