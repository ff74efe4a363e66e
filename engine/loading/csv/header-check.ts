import { z } from 'zod'
import type { RawEntity } from '../../declare/source.ts'
import { ClienteleError } from '../../errors.ts'
import { suggestedMaps } from './header-maps.ts'

const fileHeader = 'The header of this file'

interface Mismatch {
  readonly names: readonly string[]
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
  readonly repeated: readonly string[]
}

/** Throws unless columns with these names can hold records of the contract. */
export function checkFields(entity: RawEntity, names: readonly string[], what = fileHeader): void {
  if (isMismatch(entity, names)) throw mismatch(entity, mismatchOf(entity, names), entity.fields, what)
}

export function isMismatch(entity: RawEntity, names: readonly string[]): boolean {
  const { missing, unknown, repeated } = mismatchOf(entity, names)
  const hasFields = names.some((name) => (entity.fields as readonly string[]).includes(name))
  return missing.length + unknown.length + repeated.length > 0 || !hasFields
}

function mismatchOf(entity: RawEntity, names: readonly string[]): Mismatch {
  const missing = entity.fields.filter((field) => {
    const schema = entity.record.shape[field]
    return !names.includes(field) && schema && !z.safeParse(schema, undefined).success
  })
  const known = new Set<string>(entity.fields)
  const others = names.filter((name) => !known.has(name))
  const unusable = others.filter((name) => name === '' || name.length > longestName)
  const unknown = entity.unknownFields === 'freeze' ? others : unusable
  return { names, missing, unknown, repeated: repeatedOf(names) }
}

export function repeatedOf(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => name !== '' && names.indexOf(name) !== index))]
}

export function mismatch(
  entity: RawEntity,
  { names, ...found }: Mismatch,
  expected: readonly string[] = [],
  what = fileHeader,
): ClienteleError {
  const listed = (label: string, list: readonly string[]) =>
    list.length > 0 ? ` ${label}: ${shortList(list)}.` : ''
  const unnamed = names.flatMap((name, at) => (name === '' ? [`column ${at + 1}`] : []))
  const unknown = found.unknown.filter((name) => name !== '')
  const absent = [...entity.fields, ...(entity.csv?.header ?? [])].filter((name) => !names.includes(name))
  const maps = suggestedMaps(unknown.slice(0, 100), absent)
  const options = maps.map(([column, field]) => `--map "${column}=${field}"`).join(' ')
  const orExport = entity.csv
    ? ` The product's own export would also do, with ${shortList(entity.csv.header)}.`
    : ''
  return new ClienteleError(
    'header-mismatch',
    `${what} does not match ${entity.entity}.${listed('Missing', found.missing)}${listed('Unknown', unknown)}` +
      `${listed('Without a name', unnamed)}${listed('Repeated', found.repeated)} Expected: ${shortList(expected)}.${orExport}` +
      `${maps.length > 0 && what === fileHeader ? ` If these mean the same, load it again with ${options}: this is remembered.` : ''} Nothing was loaded.`,
    { entity: entity.entity, ...found, expected, maps: maps.map(([column, field]) => `${column}=${field}`) },
  )
}

/** A longer name is no name. */
const longestName = 1024

/** The names may be anything, even the content of a binary file. */
function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 40).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name))
  const text = [...shown, ...(names.length > 40 ? [`and ${names.length - 40} more`] : [])].join(', ')
  return text.replace(/\p{Cc}/gu, '\ufffd')
}
