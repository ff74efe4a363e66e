import { z } from 'zod'
import type { PersonalData } from '../declare/columns.ts'
import {
  dayFormats,
  instantText,
  isoDayOf,
  localTimeText,
  writtenDay,
  writtenTime,
} from '../declare/contract-fields.ts'
import { currencyBeside, markShownBy } from '../declare/written-amount.ts'
import type { FieldKind, InferredContract, InferredField } from './contract.ts'
import { isLabel, keyOf } from './key.ts'
import { areBirthDates, areNames, personalDataInHeader, personalDataInValues } from './personal-data.ts'
import type { Sample } from './sample.ts'

/** A first contract that every row of the sample meets, to be reviewed by someone who knows the source. */
export function inferContract({ names, rows }: Sample): InferredContract {
  const columns = names.map((name, at) => ({ name, cells: rows.map((row) => row[at] ?? '') }))
  const emails = columns.find(
    ({ cells }) => personalDataInValues(filled(cells)) === 'contact' && cells.some(hasAt),
  )
  const fields = columns.map(({ name, cells }): InferredField => {
    const values = filled(cells)
    const kind = kindOf(name, values)
    const shown = personalDataOf(kind, cells, values, emails?.cells ?? [])
    const pii = shown ?? personalDataInHeader(name)
    return {
      name,
      kind,
      mayBeMissing: values.length < cells.length,
      pii,
      piiShownBy: shown ? 'values' : pii ? 'header' : null,
    }
  })
  const times = fields.filter(({ kind }) => isTime(kind))
  const changedAt =
    times.find(({ name }) =>
      /updated|modified|changed|alterad|atualiz|modific|geandert|geändert|gewijzigd/i.test(name),
    ) ?? null
  const eventTime = times.find((field) => field !== changedAt && !field.mayBeMissing && field.pii === null)
  return {
    fields,
    key: keyOf(fields, rows),
    changedAt: changedAt?.name ?? null,
    eventTime: eventTime?.name ?? null,
  }
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell !== '')
const hasAt = (cell: string) => cell.includes('@')

/** What the values show; the header is asked if they show nothing. */
function personalDataOf(
  kind: FieldKind,
  cells: readonly string[],
  values: readonly string[],
  emails: readonly string[],
): PersonalData | null {
  if (kind === 'boolean' || kind === 'integer' || kind === 'decimal') {
    return kind === 'integer' && personalDataInValues(values) === 'identifier' ? 'identifier' : null
  }
  const days =
    kind === 'day'
      ? values
      : dayFormats.flatMap((format) => (format === kind ? values.map((v) => isoDayOf(v, format)) : []))
  if (days.length > 0) return areBirthDates(days) ? 'birth' : null
  if (isTime(kind)) return null
  return personalDataInValues(values) ?? (areNames(cells, emails) ? 'name' : null)
}

/** Kinds that can also say which version is newer. */
function isTime(kind: FieldKind): boolean {
  return kind === 'instant' || kind === 'local time' || kind === 'day' || kind.endsWith(' time')
}

const kinds: readonly (readonly [FieldKind, (values: readonly string[]) => boolean])[] = [
  ['boolean', all((value) => /^(true|false)$/i.test(value))],
  ['integer', all((value) => /^-?(0|[1-9]\d{0,14})$/.test(value))],
  ['decimal', areDecimals],
  ['instant', all((value) => instantText().safeParse(value).success)],
  ['local time', all((value) => localTimeText().safeParse(value).success)],
  ['day', all((value) => z.iso.date().safeParse(value).success)],
  ...dayFormats.map(
    (format) => [format, all((value) => writtenDay(format).safeParse(value).success)] as const,
  ),
  ...dayFormats.map(
    (format) => [`${format} time`, all((value) => writtenTime(format).safeParse(value).success)] as const,
  ),
]

function all(holds: (value: string) => boolean) {
  return (values: readonly string[]) => values.every(holds)
}

/** Numbers with one decimal mark throughout, a point or a comma; loading finds which. `007` is a label. */
function areDecimals(values: readonly string[]): boolean {
  const marks = new Set(values.map((value) => (currencyBeside(value) === '' ? markShownBy(value) : null)))
  if (marks.has(null) || (marks.has('.') && marks.has(','))) return false
  return values.every((value) => !/^-?0\d/.test(value))
}

function kindOf(name: string, values: readonly string[]): FieldKind {
  if (values.length === 0) return 'text'
  const found = kinds.find(([, hold]) => hold(values))?.[0] ?? 'text'
  const isNumber = found === 'integer' || found === 'decimal'
  return isNumber && isLabel(name) ? 'text' : found
}
