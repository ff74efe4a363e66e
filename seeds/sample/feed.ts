import type { FieldName, RawEntity, RecordOf, RecordShape } from '#engine'
import type { CompanyOptions } from './company.ts'
import type { Life } from './life-events.ts'
import type { Sentiment } from './texts.ts'

/** A record as it stands today. */
export interface Made<R> {
  /** When it was last created, changed or deleted. */
  readonly at: number
  readonly record: R
  /** Whether a newer version of it follows, so that it is only in the history that loads keep. */
  readonly isEarlier?: boolean
  /** Who is behind it, if that is no person whose life is simulated: a firm. */
  readonly personId?: number | null
  /** The sentiment of its text. */
  readonly sentiment?: Sentiment
  /** What caused it, such as the campaign behind an order. */
  readonly cause?: string
}

/** All records of one entity, person by person. */
export interface Feed {
  readonly entity: RawEntity
  /** Whether people are behind its records. */
  readonly isPersonal: boolean
  /** Records that no customer is behind, such as products and agents. */
  ofCompany(company: CompanyOptions): Iterable<Made<object>>
  ofLife(life: Life): Iterable<Made<object>>
  /** The natural key as raw tables write it. */
  keyOf(record: object): string
}

/** A feed may yield records of the future, which `sampled` leaves out. */
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

/** When a record was last changed up to today; when it was created if it never was. */
export function latest(
  today: number,
  madeAt: number,
  ...changes: readonly (number | null | undefined)[]
): number {
  let last = madeAt
  for (const at of changes) if (at !== null && at !== undefined && at <= today && at > last) last = at
  return last
}
