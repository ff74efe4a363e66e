import { z } from 'zod'

/** What kind of personal data a column holds. Grants, masks and erasure follow from it. */
export type PersonalData = 'name' | 'contact' | 'address' | 'birth' | 'identifier' | 'free text'

interface ColumnOptions {
  readonly isNullable?: boolean
  readonly personalData?: PersonalData | null
  readonly whyNotPersonal?: string | null
  readonly values?: readonly string[] | null
  readonly isKeyed?: boolean
}

/**
 * One column of a contract: its Postgres type `P`, the TypeScript type `T` of its values, and what it means. Columns
 * are immutable; the modifiers return a new one.
 */
export class Column<out T = unknown, out P extends string = string> {
  readonly schema: z.ZodType<T>
  /** As `format_type` prints it, e.g. `numeric(38,4)`. */
  readonly pgType: P
  readonly description: string
  readonly isNullable: boolean
  /** Null if the column holds no personal data. */
  readonly personalData: PersonalData | null
  /** Why it holds no personal data although a field that does feeds it. */
  readonly whyNotPersonal: string | null
  /** All values the column can hold, if they were declared. */
  readonly values: readonly string[] | null
  /** Whether it has to be made with the secrets of the installation; see `keyed`. */
  readonly isKeyed: boolean

  constructor(schema: z.ZodType<T>, pgType: P, description: string, options: ColumnOptions = {}) {
    this.schema = schema
    this.pgType = pgType
    this.description = description
    this.isNullable = options.isNullable ?? false
    this.personalData = options.personalData ?? null
    this.whyNotPersonal = options.whyNotPersonal ?? null
    this.values = options.values ?? null
    this.isKeyed = options.isKeyed ?? false
  }

  /** The same column, with values that may be missing. */
  orNull(): Column<T | null, P> {
    return new Column(this.schema.nullable(), this.pgType, this.description, { ...this, isNullable: true })
  }

  /** The same column, marked as personal data. */
  pii(kind: PersonalData): Column<T, P> {
    return new Column(this.schema, this.pgType, this.description, {
      ...this,
      personalData: kind,
      whyNotPersonal: null,
    })
  }

  /** The same column, which holds no personal data for the reason given, whatever feeds it. */
  notPersonal(reason: string): Column<T, P> {
    return new Column(this.schema, this.pgType, this.description, {
      ...this,
      personalData: null,
      whyNotPersonal: reason,
    })
  }
}

export type Columns = Readonly<Record<string, Column>>

const disjunction = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** A row with these columns, as node-postgres returns it (numeric and bigint as strings, to keep every digit). */
export type Row<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never }

/** A surrogate or durable key that Clientele made; -1 is the unknown member, -2 the one for what does not apply. */
export const key = (description: string) => new Column(z.string().regex(/^-?\d+$/), 'bigint', description)
/** The key of the record of a person. `check` and `build` refuse one that is not made by `personKey` or `keyed`. */
export const recordKey = (description: string) =>
  new Column(z.string().regex(/^-?\d+$/), 'bigint', description, { isKeyed: true })
/** A natural key or another identifier that a source assigned. */
export const id = (description: string) => new Column(z.string(), 'text', description)
export const text = (description: string) => new Column(z.string(), 'text', description)
/** A text that is one of these values. They are tested, and Cube and the reports read them from here. */
export const oneOf = <const V extends string>(description: string, values: readonly V[]) =>
  new Column(z.enum(values), 'text', `${description}: ${disjunction.format(values)}`, { values })
export const integer = (description: string) => new Column(z.int(), 'integer', description)
/** An exact number without a unit of money: a quantity, a rate. */
export const decimal = (description: string) => new Column(z.string(), 'numeric', description)
/**
 * An amount of money in the reporting currency, with four decimal places. It is wide enough for any quantity times any
 * price that a contract accepts, and for sums of them.
 */
export const money = (description: string) => new Column(z.string(), 'numeric(38,4)', description)
export const flag = (description: string) => new Column(z.boolean(), 'boolean', description)
/** A point in time, UTC. */
export const instant = (description: string) => new Column(z.date(), 'timestamp with time zone', description)
/** A calendar day, ISO 8601. */
export const day = (description: string) => new Column(z.iso.date(), 'date', description)
/** Several short texts in a meaningful order, such as the best first. Never null: an empty list means none. */
export const list = (description: string) => new Column(z.array(z.string()), 'text[]', description)
/** Several values of one type, such as a parameter for `= any(…)`. */
export const arrayOf = <T, P extends string>(column: Column<T, P>) =>
  new Column(z.array(column.schema), `${column.pgType}[]` as const, column.description)
export const json = (description: string) => new Column(z.json(), 'jsonb', description)
