import type { BiMeasure } from './view.ts'

/**
 * How a measure is stored in its column. The type of the column is a domain, so clients see a plain number, time or
 * text, while Postgres chooses aggregates by the domain: `measure()` gives what Cube gives, and aggregates that would
 * give a wrong number are refused.
 */
export type Form = {
  /** Name of the domain. */
  readonly domain: string
  readonly base: string
  /** The value of the column, given the SQL of the parts. */
  readonly column: (parts: readonly string[]) => string
  /** Aggregates of Postgres that are right on the column, among those that could be refused. */
  readonly allowed: readonly string[]
  readonly aggregate: Aggregate
}

/** How `measure()` works on the domain: by an aggregate of the base type, or over all values at the end. */
type Aggregate =
  | { readonly kind: 'step'; readonly like: string; readonly initial?: string }
  | {
      readonly kind: 'all'
      readonly result: string
      readonly formula: string
      readonly parts: readonly string[]
      /** Whether equal values are one row of the measure's cube. */
      readonly isRepeated?: boolean
    }

/** Aggregates that would give a wrong number on one form or the other. */
export const refusable: readonly string[] = ['sum', 'avg', 'min', 'max']

/** The types of the parts and of the result, as Postgres describes them. */
export type Types = { readonly parts: readonly string[]; readonly result: string }

export function formOf(view: string, measure: BiMeasure, types: Types): Form {
  const { formula, isRepeated } = measure
  const [type = types.result] = types.parts
  const simple = /^(sum|avg|min|max|count)\((distinct )?part_1\)$/.exec(formula)
  const [, name = '', distinct] = simple ?? []
  if (measure.parts.length === 0) return extreme('max', types.result, () => formula)
  if (name === 'count' && distinct) return distinctValues(type)
  // the same value several times changes neither the smallest nor the largest
  if (name === 'min' || name === 'max') return extreme(name, type, onlyPart)
  if (isRepeated || !simple) return anyFormula(view, measure, types)
  if (name === 'count') return rowCount
  return name === 'sum' ? total(type) : mean(type)
}

const onlyPart = ([part = 'null']: readonly string[]) => part

const rowCount: Form = {
  domain: 'count_of_rows',
  base: 'bigint',
  column: onlyPart,
  allowed: ['sum'],
  aggregate: { kind: 'step', like: 'sum', initial: '0' },
}

function total(type: string): Form {
  const base = numberType(type)
  return {
    domain: `sum_of_${short(base)}`,
    base,
    column: onlyPart,
    allowed: ['sum'],
    aggregate: { kind: 'step', like: 'sum' },
  }
}

function mean(type: string): Form {
  const base = numberType(type)
  const aggregate: Aggregate = { kind: 'all', result: base, formula: 'avg(part_1)', parts: [base] }
  return { domain: `average_of_${short(base)}`, base, column: onlyPart, allowed: ['avg'], aggregate }
}

function extreme(name: 'min' | 'max', type: string, column: Form['column']): Form {
  const domain = `${name === 'min' ? 'smallest' : 'largest'}_${short(type)}`
  return { domain, base: type, column, allowed: [name], aggregate: { kind: 'step', like: name } }
}

const exactTexts = ['text', 'bigint', 'integer', 'smallint', 'date', 'boolean', 'uuid', 'character varying']

/** Counted as text, so that nothing adds the values up. */
function distinctValues(type: string): Form {
  const isExact = exactTexts.includes(type) || type.startsWith('timestamp')
  if (!isExact && type !== 'numeric') throw new Error(`it counts different values of type ${type}`)
  return {
    domain: 'distinct_values',
    base: 'text',
    // 1.0 and 1.00 are one number
    column: (parts) => (isExact ? onlyPart(parts) : `trim_scale(${onlyPart(parts)})`),
    allowed: [],
    aggregate: { kind: 'all', result: 'bigint', formula: 'count(distinct part_1)', parts: ['text'] },
  }
}

/** Text, because clients show it whatever they know of Postgres's types, and no aggregate takes it for a number. */
function anyFormula(view: string, measure: BiMeasure, types: Types): Form {
  const { name, parts, formula, isRepeated } = measure
  return {
    domain: `${view}__${name}`,
    base: 'text',
    column: ([first = 'null', ...more]) =>
      parts.length === 1
        ? `(${first})::text`
        : // a row that adds nothing shows nothing
          `nullif(array[${[first, ...more].map((part) => `(${part})::text`).join(', ')}]::text, '${nothing(parts)}')`,
    allowed: [],
    aggregate: { kind: 'all', result: types.result, formula, parts: types.parts, isRepeated },
  }
}

function nothing(parts: readonly string[]): string {
  return `{${parts.map(() => 'NULL').join(',')}}`
}

/** Sums of whole numbers are as wide as Postgres makes them. */
function numberType(type: string): string {
  if (type === 'real' || type === 'double precision') return 'double precision'
  if (['smallint', 'integer', 'bigint', 'numeric'].includes(type)) return 'numeric'
  throw new Error(`it adds up values of type ${type}`)
}

function short(type: string): string {
  return type.replace(/ with(out)? time zone/, '').replace(/\W+/g, '_')
}
