import { z } from 'zod'

/*
 * Kinds of field that zod does not have. A field is stored with the Postgres type in its metadata or, without one,
 * with the type that follows from its zod type (see `postgresType`).
 */

const calendarDay = z.core.regexes.date.source.replace(/^\^|\$$/g, '')
const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?'

/** An exact number written as text; it is never converted to floating point. */
export const decimalText = () =>
  z
    .string()
    .regex(/^-?\d{1,12}(?:\.\d{1,40})?$/, 'not a decimal number with at most 12 digits before the point')
    .meta({ postgres: 'numeric' })

/**
 * An amount of money, as text or as a number. A number with more digits before the point, such as a barcode in the
 * wrong column, is not one.
 */
export const amountOfMoney = () =>
  z.union([
    z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/, 'not an amount with at most 12 digits before the point'),
    z.number().gt(-1e12).lt(1e12),
  ])

/** An amount that is never below zero. */
export const amountFromZero = () =>
  z.union([
    z
      .string()
      .regex(/^\d{1,12}(\.\d{1,12})?$/, 'not an amount from zero with at most 12 digits before the point'),
    z.number().gte(0).lt(1e12),
  ])

/** A number of units, negative if goods came back. */
export const unitCount = () => z.int().min(-1e9).max(1e9)

interface Part {
  readonly id: string | number
}

export const haveUniqueIds = (parts: readonly Part[]): boolean =>
  new Set(parts.map(({ id }) => id)).size === parts.length

/** The parts of a record, each identified by its id. */
export const partsOf = <P extends z.ZodType<Part>>(part: P, called: string) =>
  z.array(part).refine(haveUniqueIds, `two ${called} have the same id`)

/**
 * An identifier. A spreadsheet that takes `17001` for a number may write `17001.0`, which is the same, or `1.7001E+12`, in
 * which digits are lost.
 */
export const idText = () =>
  z
    .string()
    .max(255)
    .regex(/^(?!\d(?:[.,]\d+)?E\+\d+$)/i, 'a number of which a spreadsheet dropped digits')
    .overwrite((text) => text.trim().replace(/^(\d+)\.0+$/, '$1'))

/** A date and time of day without a time zone, e.g. `2011-12-09 12:50:00`, and always written so; the day must exist. */
export const localTimeText = () =>
  z
    .string()
    .regex(new RegExp(`^(?=[12])${calendarDay}[ T]${clock}$`), 'not a date and time like 2011-12-09 12:50:00')
    .overwrite((text) =>
      text
        .replace('T', ' ')
        .replace(/^(.{16})$/, '$1:00')
        .replace(/\.0+$/, ''),
    )

/** A point in time with its offset, e.g. `2026-03-04T10:15:00Z`; the day must exist. */
export const instantText = () =>
  z
    .string()
    .regex(
      new RegExp(`^(?=[12])${calendarDay}[ T]${clock}(?:Z|[+-](?:0\\d|1[0-4]):?[0-5]\\d)$`),
      'not a point in time like 2026-03-04T10:15:00Z',
    )

/** Orders in which people write day, month and year. */
export const dayFormats = ['DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'DD-MM-YYYY'] as const
export type DayFormat = (typeof dayFormats)[number]

/** A day as people write it, e.g. `31/12/2026`; it must exist. Staging converts it with `to_date(…, format)`. */
export const writtenDay = (format: DayFormat) =>
  z.string().refine((text) => isWrittenDay(text, format), `not a date like ${exampleOf(format)}`)

/**
 * A day as people write it and a time of day without a zone, e.g. `31.12.2026 14:05` or `12/31/2026 2:05 PM`. Staging
 * converts it with `to_date(…)` and adds the rest as a `time`.
 */
export const writtenTime = (format: DayFormat) =>
  z.string().refine(
    (text) => {
      const [, written = '', time = ''] = /^(\S+) +(\S.*)$/.exec(text) ?? []
      return isWrittenDay(written, format) && timeOfDay.test(time)
    },
    `not a date and time like ${exampleOf(format)} 14:05`,
  )

const timeOfDay =
  /^(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|(?:0?[1-9]|1[0-2]):[0-5]\d(?::[0-5]\d)? ?[AP]M)$/i

function exampleOf(format: DayFormat): string {
  if (format === 'MM/DD/YYYY') return '12/31/2026'
  return format.replace('DD', '31').replace('MM', '12').replace('YYYY', '2026')
}

/** A written day in ISO 8601; it need not exist. */
export function isoDayOf(text: string, format: DayFormat): string {
  const [first = '', second = '', year = ''] = text.split(format[2] ?? '/')
  const [day, month] = format.startsWith('DD') ? [first, second] : [second, first]
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function isWrittenDay(text: string, format: DayFormat): boolean {
  const isInParts = /^\d{1,2}(\D)\d{1,2}\1[12]\d{3}$/.exec(text)?.[1] === format[2]
  return isInParts && z.iso.date().safeParse(isoDayOf(text, format)).success
}

/** An ISO 4217 code, in capitals or in lower case. */
export const currencyCode = () => z.string().regex(/^[A-Za-z]{3}$/, 'not a currency code of three letters')

/** A point in time as whole seconds since 1970, UTC. */
export const unixSeconds = () =>
  z.int().min(0).max(32_503_680_000, 'not seconds since 1970; if these are milliseconds, divide them by 1000')

/** The Postgres type of a field, and whether its value may be missing. */
export function postgresType(field: z.core.$ZodType): { pgType: string; isNullable: boolean } {
  let schema = field
  let isNullable = false
  for (;;) {
    const declared = z.globalRegistry.get(schema)?.postgres
    if (typeof declared === 'string') return { pgType: declared, isNullable }
    if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
      isNullable = true
      schema = schema.unwrap()
    } else if (schema instanceof z.ZodPipe) schema = schema.out
    else return { pgType: plainType(schema), isNullable }
  }
}

function plainType(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return 'text'
  if (schema instanceof z.ZodNumberFormat) return 'bigint'
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? 'bigint' : 'numeric'
  if (schema instanceof z.ZodBoolean) return 'boolean'
  if (schema instanceof z.ZodEnum) return 'text'
  if (schema instanceof z.ZodLiteral) {
    const types = new Set([...schema.values].map((value) => typeof value))
    if (types.size === 1 && types.has('string')) return 'text'
    if (types.size === 1 && types.has('boolean')) return 'boolean'
  }
  return 'jsonb'
}
