/** What a query can name, and the type of each value: see model-types.ts. */
export type Members = {
  readonly measures: object
  readonly dimensions: object
  /** Dimensions of time, by which rows can be put into days, months and so on. */
  readonly times: object
  readonly segments: object
}

type Name<T> = keyof T & string
type Dimension<M extends Members> = Name<M['dimensions']> | Name<M['times']>
type Member<M extends Members> = Name<M['measures']> | Dimension<M>

export type Granularity = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

type Comparison =
  | 'equals'
  | 'notEquals'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'notStartsWith'
  | 'endsWith'
  | 'notEndsWith'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'inDateRange'
  | 'notInDateRange'
  | 'beforeDate'
  | 'beforeOrOnDate'
  | 'afterDate'
  | 'afterOrOnDate'

export type Filter<M extends Members> =
  | { readonly member: Member<M>; readonly operator: Comparison; readonly values: readonly string[] }
  | { readonly member: Member<M>; readonly operator: 'set' | 'notSet' }
  | { readonly and: readonly Filter<M>[] }
  | { readonly or: readonly Filter<M>[] }

export type TimeDimension<M extends Members> = {
  readonly dimension: Name<M['times']>
  readonly granularity?: Granularity
  readonly dateRange?: string | readonly [from: string, to: string]
}

export type Query<M extends Members> = {
  readonly measures?: readonly Name<M['measures']>[]
  readonly dimensions?: readonly Dimension<M>[]
  readonly segments?: readonly Name<M['segments']>[]
  readonly timeDimensions?: readonly TimeDimension<M>[]
  readonly filters?: readonly Filter<M>[]
  readonly order?: readonly (readonly [Member<M>, 'asc' | 'desc'])[]
  readonly limit?: number
  readonly offset?: number
  readonly timezone?: string
}

/** Refuses what a query cannot have, which a type parameter would let through. */
export type Exact<Q, Allowed> = { readonly [K in Exclude<keyof Q, keyof Allowed>]: never }

/** One value for each member that the query names. */
export type Row<M extends Members, Q extends Query<M>> = {
  readonly [K in Named<Q> | Periods<Q>]: K extends keyof M['measures']
    ? M['measures'][K]
    : K extends keyof M['dimensions']
      ? M['dimensions'][K]
      : string | null
}

type Named<Q> =
  | (Q extends { readonly measures: readonly (infer K extends string)[] } ? K : never)
  | (Q extends { readonly dimensions: readonly (infer K extends string)[] } ? K : never)

/** `orders.ordered_at.month`; without a granularity, a time dimension is a filter and no column. */
type Periods<Q> = Q extends { readonly timeDimensions: readonly (infer T)[] }
  ? T extends { readonly dimension: infer D extends string; readonly granularity: infer G extends string }
    ? `${D}.${G}`
    : never
  : never

export type Answer<R> = {
  readonly rows: readonly R[]
  /** Whether there are more rows than the query's limit. */
  readonly isCut: boolean
}
