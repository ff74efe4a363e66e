import pg from 'pg'
import { z } from 'zod'
import { Column, flag, id, instant, json, key, type PersonalData } from './columns.ts'
import { postgresType } from './contract-fields.ts'
import { keptFields } from './kept-fields.ts'
import type { Relation } from './relation.ts'

/**
 * Terminology
 * - source: a system that provides records; entity: one kind of record it provides, e.g. `shopify.orders`
 * - contract: what one record must look like (zod); a record that breaks it is quarantined, never dropped
 * - natural key: the fields that identify a record in its source
 */

export type RecordShape = z.core.$ZodShape
export type FieldName<S extends RecordShape> = keyof S & string
/** A field, or a value in a nested one, such as `attributes.updated`. */
export type FieldPath<S extends RecordShape> = FieldName<S> | `${FieldName<S>}.${string}`

export interface EntitySpec<S extends RecordShape> {
  readonly description: string
  /** The fields of a record, with the names that the source uses. */
  readonly fields: S
  /**
   * The natural key, or `'content'` if the source has none. Then a record is identified by its content and by how many
   * equal records precede it in its file: repeated rows all count, and a file that is loaded twice counts once.
   */
  readonly key: 'content' | readonly [FieldName<S>, ...FieldName<S>[]]
  /** If a record has a field that the contract does not: `freeze` quarantines it, `evolve` keeps the field in `_extra`. */
  readonly unknownFields?: ContractMode
  readonly freshWithinHours?: number
  /** The field with the time at which the event happened. */
  readonly eventTime?: FieldPath<S>
  /**
   * The field that decides which of two versions of a record is newer: an instant with its offset, or seconds since
   * 1970. A version without a value is older than any that has one. Without this field, the version loaded last wins.
   */
  readonly changedAt?: FieldPath<S>
  /** The time zone (IANA) of a `changedAt` that is written without an offset. Without it, UTC is meant. */
  readonly localTimeZone?: string
  /** What a record never changes from, such as the status `canceled`: a version with it is newer than any without. */
  readonly finalWhen?: FinalWhen<FieldPath<S>>
  /**
   * Fields whose earlier values are kept when newer versions of a record arrive, in `ops.record_versions`: raw keeps the
   * newest version only. Personal data cannot be kept in this way.
   */
  readonly keepsVersionsOf?: readonly FieldName<S>[]
  /** What marks a record as deleted in its source; it stays in raw, marked `_is_deleted`. */
  readonly deletedWhen?: Deletion<FieldPath<S>>
  /** The product's CSV export, if its headers differ from the fields of the contract. */
  readonly csv?: CsvExport
  readonly pii?: { readonly [K in FieldName<S>]?: PersonalData }
}

export interface Deletion<F extends string = string> {
  readonly field: F
  readonly is: boolean | 'present' | { readonly value: string }
}

export interface FinalWhen<F extends string = string> {
  readonly field: F
  readonly is: readonly (string | boolean)[]
}

export type CsvRow = Readonly<Record<string, string>>

export interface CsvExport {
  /** Headers that identify the export; it may have more. */
  readonly header: readonly string[]
  /**
   * Rows with the same values in these columns are one record, wherever they stand in the file; or a function for the
   * values of a row.
   */
  readonly groupBy?: readonly string[] | ((row: CsvRow) => readonly string[])
  /**
   * For an export whose rows hold several records each, such as a column for every currency: the row of each record.
   * Without it, a row is at most one record.
   */
  readonly rowsOf?: (row: CsvRow) => readonly CsvRow[]
  /** A column that only the first row of a record fills, so that two records of the same group are kept apart. */
  readonly firstRowHas?: string
  /**
   * The columns that hold amounts and other numbers with decimals. Loading finds out which decimal mark each has, and
   * writes its cells with a point; a currency stays before the number.
   */
  readonly decimals?: readonly string[]
  /** Converts rows to a record of the contract, which is then checked like any other. */
  record(rows: readonly CsvRow[]): unknown
}

export type ContractMode = 'freeze' | 'evolve'

/** Entities that are identified by their content have no `_changed_at` and no `_is_deleted`. */
type OwnColumn = '_key' | '_changed_at' | '_is_deleted' | '_load_id' | '_loaded_at' | '_extra'

type RawColumns<S extends RecordShape> = {
  readonly [K in FieldName<S> | OwnColumn]: Column
}

/** An entity and the raw table that holds its records. */
export interface RawEntity<S extends RecordShape = RecordShape> extends Relation<RawColumns<S>> {
  readonly kind: 'raw'
  /** Its name, e.g. `shopify.orders`; its table is `raw.shopify__orders`. */
  readonly entity: string
  readonly source: string
  readonly system: string
  readonly description: string
  readonly record: z.ZodObject
  readonly fields: readonly FieldName<S>[]
  readonly key: 'content' | readonly FieldName<S>[]
  readonly unknownFields: ContractMode
  readonly freshWithinHours: number | null
  readonly eventTime: FieldPath<S> | null
  readonly changedAt: FieldPath<S> | null
  readonly localTimeZone: string | null
  readonly finalWhen: FinalWhen | null
  readonly keepsVersionsOf: readonly FieldName<S>[]
  readonly deletedWhen: Deletion | null
  /** Whether a query that reads it gets deleted records too. */
  readonly includesDeleted: boolean
  readonly csv: CsvExport | null
}

/** A record as the source of the entity provides it. */
export type RecordOf<E> = E extends RawEntity<infer S> ? z.input<z.ZodObject<S>> : never

/**
 * The records of an entity together with those that its source has deleted, which are marked `_is_deleted`. Without
 * this, a query reads only records that are not deleted, and has no column `_is_deleted`.
 */
export function withDeleted<S extends RecordShape>(entity: RawEntity<S>): RawEntity<S> {
  return { ...entity, includesDeleted: true }
}

/** A source: its entities by name. */
export type Source<E extends Record<string, RecordShape> = Record<string, RecordShape>> = {
  readonly [K in keyof E]: RawEntity<E[K]>
}

interface SourceSpec<Entities> {
  /** The name of the product. */
  readonly system: string
  readonly entities: Entities
}

/** Declares a source. The file, the export and the source share one name. */
export function source<E extends Record<string, RecordShape>>(
  name: string,
  spec: SourceSpec<{ readonly [K in keyof E]: EntitySpec<E[K]> }>,
): Source<E>
export function source(name: string, spec: SourceSpec<Record<string, EntitySpec<RecordShape>>>): Source {
  const entities = Object.entries(spec.entities)
  return Object.fromEntries(
    entities.map(([entity, entitySpec]) => [entity, rawEntity(name, entity, spec.system, entitySpec)]),
  )
}

function rawEntity(
  sourceName: string,
  entityName: string,
  system: string,
  spec: EntitySpec<RecordShape>,
): RawEntity {
  const unknownFields = spec.unknownFields ?? 'freeze'
  const columns: Record<string, Column> = {
    _key: id('Natural key of the record; without one, a hash of its content and its occurrence'),
    _load_id: key('The load that last wrote the record'),
    _loaded_at: instant('When the record was last written'),
  }
  if (spec.key !== 'content') {
    columns._hash = new Column(z.uuid(), 'uuid', 'Hash of the content, to find out whether a record changed')
    columns._changed_at = instant('When the source changed the record to this version').orNull()
    columns._is_deleted = flag('Whether the source has deleted the record')
  }
  for (const [field, schema] of Object.entries(spec.fields)) {
    const { pgType } = postgresType(schema)
    const description = z.globalRegistry.get(schema)?.description ?? field
    columns[field] = new Column(z.unknown(), pgType, description, {
      isNullable: true,
      personalData: spec.pii?.[field] ?? null,
    })
  }
  const holdsPersonalData = Object.keys(spec.pii ?? {}).length > 0
  const extra = json('Fields that the contract does not have').orNull()
  columns._extra = holdsPersonalData ? extra.pii('free text') : extra
  return {
    kind: 'raw',
    name: `raw.${sourceName}__${entityName}`,
    entity: `${sourceName}.${entityName}`,
    source: sourceName,
    system,
    description: spec.description,
    columns,
    record: new z.ZodObject({
      type: 'object',
      shape: spec.fields,
      catchall: unknownFields === 'freeze' ? z.never() : z.unknown(),
    }),
    fields: Object.keys(spec.fields),
    key: spec.key,
    unknownFields,
    freshWithinHours: spec.freshWithinHours ?? null,
    eventTime: spec.eventTime ?? null,
    changedAt: spec.changedAt ?? null,
    localTimeZone: spec.localTimeZone ?? null,
    finalWhen: spec.finalWhen ?? null,
    keepsVersionsOf: keptFields(`${sourceName}.${entityName}`, spec),
    deletedWhen: spec.deletedWhen ?? null,
    includesDeleted: false,
    csv: spec.csv ?? null,
  }
}

export function isRaw(relation: Relation): relation is RawEntity {
  return relation.kind === 'raw'
}

/** What a query reads of a raw table: all records, or those that the source has not deleted, as a subquery on one line. */
export function recordsText(entity: RawEntity, table: string): string {
  if (entity.includesDeleted || !('_is_deleted' in entity.columns)) return table
  const list = Object.keys(entity.columns).filter((name) => name !== '_is_deleted')
  return `(select ${list.map(pg.escapeIdentifier).join(', ')} from ${table} where not _is_deleted)`
}
