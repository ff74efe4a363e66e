import { z } from 'zod'

/** What kind of personal data a column holds; null where it holds none. Grants, masks and erasure follow from it. */
export type PersonalData = 'name' | 'contact' | 'address' | 'birth' | 'identifier' | 'free text'

/**
 * One column of a contract: what Postgres stores, what TypeScript sees, and what it means. Immutable; the
 * modifiers give a new column.
 */
export class Column<out T = unknown> {
  readonly schema: z.ZodType<T>
  /** As `format_type` prints it, e.g. `numeric(18,4)`. */
  readonly pgType: string
  readonly description: string
  readonly isNullable: boolean
  readonly personalData: PersonalData | null

  constructor(
    schema: z.ZodType<T>,
    pgType: string,
    description: string,
    isNullable = false,
    personalData: PersonalData | null = null,
  ) {
    this.schema = schema
    this.pgType = pgType
    this.description = description
    this.isNullable = isNullable
    this.personalData = personalData
  }

  /** The same column, where a value may be missing. */
  orNull(): Column<T | null> {
    return new Column(this.schema.nullable(), this.pgType, this.description, true, this.personalData)
  }

  /** The same column, marked as personal data. */
  pii(kind: PersonalData): Column<T> {
    return new Column(this.schema, this.pgType, this.description, this.isNullable, kind)
  }
}

export type Columns = Readonly<Record<string, Column>>

/** The row a contract describes, as node-postgres returns it (numeric and bigint as strings, to keep every digit). */
export type Row<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never }

/** A surrogate or durable key of ours: bigint, -1 for the unknown member. */
export const key = (description: string) => new Column(z.string().regex(/^-?\d+$/), 'bigint', description)
/** A natural key or other identifier that a source gave. */
export const id = (description: string) => new Column(z.string(), 'text', description)
export const text = (description: string) => new Column(z.string(), 'text', description)
export const integer = (description: string) => new Column(z.int(), 'integer', description)
/** An exact number without a unit of money: a quantity, a rate. */
export const decimal = (description: string) => new Column(z.string(), 'numeric', description)
/** An amount of money in the reporting currency, to a hundredth of a penny. */
export const money = (description: string) => new Column(z.string(), 'numeric(18,4)', description)
export const flag = (description: string) => new Column(z.boolean(), 'boolean', description)
/** A point in time, UTC. */
export const instant = (description: string) => new Column(z.date(), 'timestamp with time zone', description)
/** A calendar day, ISO 8601. */
export const day = (description: string) => new Column(z.iso.date(), 'date', description)
/** Several short texts in an order that means something, such as the best first. Never null: none is an empty list. */
export const list = (description: string) => new Column(z.array(z.string()), 'text[]', description)
/** Several values of one type, such as a parameter for `= any(…)`. */
export const arrayOf = <T>(column: Column<T>) =>
  new Column(z.array(column.schema), `${column.pgType}[]`, column.description)
export const json = (description: string) => new Column(z.json(), 'jsonb', description)
