import type { FieldName, RawEntity, RecordOf, RecordShape } from '#engine'
import type { CompanyOptions } from './company.ts'
import type { Life } from './life-events.ts'
import type { Sentiment } from './texts.ts'

/** A record as it stands today. */
export interface Made<R> {
  /** When it came to stand so: it was made, changed or deleted. */
  readonly at: number
  readonly record: R
  /** How the text in it is meant. */
  readonly sentiment?: Sentiment
  /** What it would not be there without, e.g. the campaign that brought an order. */
  readonly cause?: string
}

/** All that one entity of one system writes, person by person. */
export interface Feed {
  readonly entity: RawEntity
  /** Whether people are behind its records. */
  readonly isPersonal: boolean
  /** What is there without any person: products, agents. */
  ofCompany(company: CompanyOptions): Iterable<Made<object>>
  ofLife(life: Life): Iterable<Made<object>>
  /** The natural key as raw tables write it. */
  keyOf(record: object): string
}

/** Feeds may yield what has not come yet: its instant lies in the future. */
export function feed<S extends RecordShape>(
  entity: RawEntity<S>,
  make: {
    readonly company?: (company: CompanyOptions) => Iterable<Made<RecordOf<RawEntity<S>>>>
    readonly life?: (life: Life) => Iterable<Made<RecordOf<RawEntity<S>>>>
    readonly isPersonal?: false
  },
): Feed {
  const keyFields: readonly FieldName<S>[] = entity.key === 'content' ? [] : entity.key
  return {
    entity,
    isPersonal: make.isPersonal ?? make.life !== undefined,
    ofCompany: (company) => make.company?.(company) ?? [],
    ofLife: (life) => make.life?.(life) ?? [],
    keyOf: (record) => keyFields.map((field) => String(Reflect.get(record, field))).join('\u001f'),
  }
}

/** When a record was last changed, of the instants that have come; when it was made, if none has. */
export function latest(
  today: number,
  madeAt: number,
  ...changes: readonly (number | null | undefined)[]
): number {
  let last = madeAt
  for (const at of changes) if (at !== null && at !== undefined && at <= today && at > last) last = at
  return last
}
