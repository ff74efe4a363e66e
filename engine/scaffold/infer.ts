import { z } from 'zod'
import type { PersonalData } from '../declare/columns.ts'
import {
  type DayFormat,
  decimalText,
  instantText,
  localTimeText,
  writtenDay,
} from '../declare/contract-fields.ts'
import type { Sample } from './sample.ts'

export type FieldKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'instant'
  | 'local time'
  | 'day'
  | DayFormat

export interface InferredField {
  readonly name: string
  readonly kind: FieldKind
  readonly mayBeMissing: boolean
  readonly pii: PersonalData | null
}

export interface InferredContract {
  readonly fields: readonly InferredField[]
  readonly key: 'content' | readonly string[]
  readonly changedAt: string | null
  readonly eventTime: string | null
}

/** A first contract that every row of the sample meets, to be reviewed by someone who knows the source. */
export function inferContract({ names, rows }: Sample): InferredContract {
  const fields = names.map((name, at): InferredField => {
    const cells = rows.map((row) => row[at] ?? '')
    const values = cells.filter((cell) => cell !== '')
    const mayBeMissing = values.length < cells.length
    return { name, kind: kindOf(name, values), mayBeMissing, pii: personalDataOf(name) }
  })
  const times = fields.filter(({ kind }) => timeKinds.has(kind))
  const changedAt = times.find(({ name }) => /updated|modified|changed/i.test(name)) ?? null
  const eventTime = times.find((field) => field !== changedAt && !field.mayBeMissing && field.pii === null)
  return {
    fields,
    key: keyOf(names, rows),
    changedAt: changedAt?.name ?? null,
    eventTime: eventTime?.name ?? null,
  }
}

/** Kinds that can also say which version is newer. */
const timeKinds = new Set<FieldKind>(['instant', 'local time', 'day'])

/** Names of labels: their numbers are kept as text, with leading zeros. */
const isLabel =
  /(^|[^a-z])(id|no|nr|number|code|ref|reference|sku|ean|phone|mobile|tel|telephone|zip|postcode|postal.?code)$/i
/** Such as `customerId`, without a separator before the last word. */
const isCamelId = /[a-z](Id|ID|No|Number|Code|Ref)$/

const kinds: readonly (readonly [FieldKind, (value: string) => boolean])[] = [
  ['boolean', (value) => /^(true|false)$/i.test(value)],
  ['integer', (value) => /^-?(0|[1-9]\d{0,14})$/.test(value)],
  ['decimal', (value) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value) && decimalText().safeParse(value).success],
  ['instant', (value) => instantText().safeParse(value).success],
  ['local time', (value) => localTimeText().safeParse(value).success],
  ['day', (value) => z.iso.date().safeParse(value).success],
  ...(['DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'DD-MM-YYYY'] as const).map((format) => {
    return [format, (value: string) => writtenDay(format).safeParse(value).success] as const
  }),
]

function kindOf(name: string, values: readonly string[]): FieldKind {
  if (values.length === 0) return 'text'
  const found = kinds.find(([, holds]) => values.every(holds))?.[0] ?? 'text'
  const isNumber = found === 'integer' || found === 'decimal'
  return isNumber && (isLabel.test(name) || isCamelId.test(name)) ? 'text' : found
}

const personalNames: readonly [RegExp, PersonalData][] = [
  [/e-?mail|phone|mobile|\btel\b|telephone/i, 'contact'],
  [/birth|\bdob\b/i, 'birth'],
  [/address|street|\bcity\b|\btown\b|post.?code|\bzip\b/i, 'address'],
  [
    /(first|last|full|given|family|middle|sur|customer|client|guest|contact)[ _-]?name|^name$|^(customer|client|guest)$/i,
    'name',
  ],
  [/\bnotes?\b|comment|message|remark|feedback/i, 'free text'],
  [/\bip\b|device|cookie|passport|iban/i, 'identifier'],
]

function personalDataOf(name: string): PersonalData | null {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ')
  return personalNames.find(([pattern]) => pattern.test(words))?.[1] ?? null
}

/** The first labelling column, or else the first two together, whose values never repeat. */
function keyOf(names: readonly string[], rows: Sample['rows']): InferredContract['key'] {
  const labels = names.flatMap((name, at) =>
    isLabel.test(name) || isCamelId.test(name) ? [{ name, at }] : [],
  )
  const isKey = (columns: readonly { at: number }[]) => {
    const keys = new Set<string>()
    for (const row of rows) {
      const parts = columns.map(({ at }) => row[at] ?? '')
      if (parts.includes('')) return false
      keys.add(JSON.stringify(parts))
    }
    return keys.size === rows.length
  }
  const single = labels.find((label) => personalDataOf(label.name) === null && isKey([label]))
  if (single) return [single.name]
  for (const [index, first] of labels.entries()) {
    const second = labels.slice(index + 1).find((label) => isKey([first, label]))
    if (second) return [first.name, second.name]
  }
  return 'content'
}
