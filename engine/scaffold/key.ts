import type { InferredField } from './contract.ts'
import { plainHeader } from './headers.ts'
import { personalDataInHeader } from './personal-data.ts'

/** Names of labels: their numbers are kept as text, with leading zeros. */
const labels =
  /(^|_)(id|no|nr|num|number|code|ref|reference|sku|ean|phone|mobile|tel|telephone|telefone|telefono|telefon|zip|plz|cep|postcode|postal_code|codigo|numero|nummer|kennung|chave|clave|matricula)(_|$)/
/** Names of positions within a record of several rows. */
const positions = /(^|_)(line|row|pos|position|item|seq|sequence|zeile|linha|linea|ligne|rad|regel)(_|$)/

export function isLabel(name: string): boolean {
  return labels.test(plainHeader(name))
}

const mostColumns = 3

/**
 * The fewest columns, up to three, whose values identify every row: one label, or a label with other labels, positions
 * or times. Without one, records are identified by their whole content.
 */
export function keyOf(
  fields: readonly InferredField[],
  rows: readonly (readonly string[])[],
): 'content' | string[] {
  const columns = fields.flatMap((field, at) =>
    isPart(field) ? [{ name: field.name, at, isLabel: isLabel(field.name) }] : [],
  )
  for (let size = 1; size <= mostColumns; size++) {
    for (const chosen of choices(columns, size)) {
      if (!chosen.some((column) => column.isLabel)) continue
      if (size === 1 && personalDataInHeader(chosen[0]?.name ?? '') !== null) continue
      if (identify(chosen, rows)) return chosen.map(({ name }) => name)
    }
  }
  return 'content'
}

function isPart({ name, kind, mayBeMissing }: InferredField): boolean {
  if (mayBeMissing || kind === 'decimal' || kind === 'boolean') return false
  return isLabel(name) || positions.test(plainHeader(name)) || (kind !== 'text' && kind !== 'integer')
}

function* choices<T>(from: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) yield []
  else
    for (const [at, first] of from.entries())
      for (const others of choices(from.slice(at + 1), size - 1)) yield [first, ...others]
}

function identify(
  columns: readonly { readonly at: number }[],
  rows: readonly (readonly string[])[],
): boolean {
  const keys = new Set<string>()
  for (const row of rows) {
    const key = JSON.stringify(columns.map(({ at }) => row[at]))
    if (keys.has(key)) return false
    keys.add(key)
  }
  return true
}
