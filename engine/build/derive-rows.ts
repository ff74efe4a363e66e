import type { ClientBase } from 'pg'
import pg from 'pg'
import type { Derivation, DerivedValue } from '../declare/derive.ts'
import { escapeText } from '../loading/encoder.ts'
import { CopyInto, copiedLines } from '../postgres/copy.ts'

/**
 * Streams a query's rows from one connection into a table on another and adds derived columns. Columns that are
 * only passed through are never decoded, so they arrive exactly. Memory does not grow with the number of rows.
 */
export async function copyDerived(
  reader: ClientBase,
  writer: ClientBase,
  query: string,
  target: { readonly table: string; readonly passed: readonly string[] },
  derivation: Derivation,
  asOf: string,
): Promise<number> {
  const quote = (names: readonly string[]) => names.map(pg.escapeIdentifier).join(', ')
  const selected = [...target.passed, ...derivation.from]
  const into = new CopyInto(
    writer,
    `copy ${target.table} (${quote([...target.passed, ...derivation.adds])}) from stdin`,
  )
  const convert = converter(derivation, asOf, target.passed.length)
  try {
    let count = 0
    for await (const lines of copiedLines(reader, `select ${quote(selected)} from (${query}\n) query`)) {
      await into.write(lines.map(convert).join(''))
      count += lines.length
    }
    await into.end()
    return count
  } catch (error) {
    await into.fail(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

/** Turns a line of COPY text into another. */
function converter(derivation: Derivation, asOf: string, passedCount: number): (line: string) => string {
  const derive = derivation.asOf(asOf)
  return (line) => {
    const fields = line.split('\t')
    const input = Object.fromEntries(
      derivation.from.map((name, i) => [name, decode(fields[passedCount + i] ?? '\\N')]),
    )
    const derived = derive(input)
    const passed = fields.slice(0, passedCount)
    return `${[...passed, ...derivation.adds.map((name) => encode(derived[name] ?? null))].join('\t')}\n`
  }
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

function decode(field: string): string | null {
  if (field === '\\N') return null
  if (!field.includes('\\')) return field
  return field.replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character)
}

function encode(value: DerivedValue): string {
  return value === null ? '\\N' : escapeText(String(value))
}
