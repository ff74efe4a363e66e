import type { PersonalData } from '../declare/columns.ts'
import type { DayFormat } from '../declare/contract-fields.ts'

export type FieldKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'instant'
  | 'local time'
  | 'day'
  | DayFormat
  | `${DayFormat} time`

export interface InferredField {
  readonly name: string
  readonly kind: FieldKind
  readonly mayBeMissing: boolean
  readonly pii: PersonalData | null
  /** What shows that the column holds personal data. */
  readonly piiShownBy: 'header' | 'values' | null
}

export interface InferredContract {
  readonly fields: readonly InferredField[]
  readonly key: 'content' | readonly string[]
  readonly changedAt: string | null
  readonly eventTime: string | null
}
