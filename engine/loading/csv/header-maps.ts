import { editDistance } from '../../declare/nearest-name.ts'
import type { RawEntity } from '../../declare/source.ts'
import { ClienteleError } from '../../errors.ts'
import { isExport } from './export-columns.ts'

/** Which field a column is read as, by the column's name. */
export interface ColumnMaps {
  /** For this load: a column that the file does not have is an error. */
  readonly given: ReadonlyMap<string, string>
  /** From earlier loads of the entity. */
  readonly remembered: ReadonlyMap<string, string>
}

export const noMaps: ColumnMaps = { given: new Map(), remembered: new Map() }

/**
 * The names with the fields in place of the columns that mean them. A column whose name is a field but for capitals,
 * spaces and the signs between words is that field, except in a product's own export, whose other columns have such names.
 */
export function mappedNames(
  entity: RawEntity,
  names: readonly string[],
  { given, remembered }: ColumnMaps,
): { readonly names: readonly string[]; readonly notes: readonly string[] } {
  const notes: string[] = []
  const read = (name: string, field: string) => {
    if (name !== field) notes.push(`${name} is read as ${field}`)
    return field
  }
  const declared = names.map((name) => {
    const asked = given.get(name)
    if (asked !== undefined) return read(name, asked)
    const known = remembered.get(name)
    return known !== undefined && !names.includes(known) ? read(name, known) : name
  })
  if (isExport(entity, declared)) return { names: declared, notes }
  const present = new Set(declared)
  const fields = byFolded(entity.fields)
  const columns = byFolded(declared)
  const folding = declared.map((name) => {
    const field = fields.get(folded(name))
    const isOnly = columns.get(folded(name)) === name
    return field !== undefined && !present.has(field) && isOnly ? read(name, field) : name
  })
  return { names: folding, notes }
}

/** By their folded form, those that share it with no other. */
function byFolded(names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const shared = new Set<string>()
  for (const name of names) {
    const key = folded(name)
    if (found.has(key)) shared.add(key)
    found.set(key, name)
  }
  for (const key of shared) found.delete(key)
  found.delete('')
  return found
}

function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** For columns that the entity does not have, the fields that they most resemble. */
export function suggestedMaps(
  unknown: readonly string[],
  absent: readonly string[],
): readonly (readonly [column: string, field: string])[] {
  const pairs = unknown.flatMap((column) => {
    return absent.map((field) => ({ column, field, score: likeness(folded(column), folded(field)) }))
  })
  const found = new Map<string, string>()
  for (const { column, field, score } of pairs.sort((a, b) => b.score - a.score)) {
    const isTaken = found.has(column) || [...found.values()].includes(field)
    if (score > 0 && !isTaken) found.set(column, field)
  }
  return [...found]
}

/** From 0 to 1. A name that contains the other is like it. */
function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  if (longest === 0 || longest > 100) return 0
  if (Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a))) return 0.9
  const edits = editDistance(a, b)
  return edits <= Math.max(1, longest / 3) && edits < longest ? 0.8 * (1 - edits / longest) : 0
}

/** Refuses columns that the file does not have, and fields that the entity does not have. */
export function checkMaps(
  entity: RawEntity,
  given: ReadonlyMap<string, string>,
  names: readonly string[],
): void {
  const targets: readonly string[] = [...entity.fields, ...(entity.csv?.header ?? [])]
  for (const [column, field] of given) {
    if (!targets.includes(field)) {
      const [nearest] = suggestedMaps([field], targets)
      throw invalid(
        `${entity.entity} has no field ${field}.${nearest ? ` Did you mean ${nearest[1]}?` : ''} It has: ${targets.join(', ')}.`,
        column,
        field,
      )
    }
    if (!names.includes(column)) {
      throw invalid(`The file has no column ${column}. It has: ${names.join(', ')}.`, column, field)
    }
  }
}

function invalid(reason: string, column: string, field: string): ClienteleError {
  return new ClienteleError('map-invalid', `--map "${column}=${field}": ${reason} Nothing was loaded.`, {
    column,
    field,
  })
}
