import { z } from 'zod'
import { Column, flag, id, instant, json, key, type PersonalData } from './columns.ts'
import { postgresType } from './contract-fields.ts'
import type { Relation } from './relation.ts'

/**
 * Terminology
 * - source: a system that gives records; entity: one kind of record it gives, e.g. `shopify.orders`
 * - contract: what one record must look like (zod); a record that breaks it is quarantined, never dropped
 * - natural key: the fields by which the source itself tells one record from another
 */

export type RecordShape = z.core.$ZodShape
export type FieldName<S extends RecordShape> = keyof S & string
/** A field, or what stands within a nested one, as in `attributes.updated`. */
export type FieldPath<S extends RecordShape> = FieldName<S> | `${FieldName<S>}.${string}`

export interface EntitySpec<S extends RecordShape> {
  readonly description: string
  /** The fields of one record, under the source's own names. */
  readonly fields: S
  /**
   * The natural key, or `'content'` where the source has none: then a record is told by its content and by
   * how many equal ones came before it in its file, so that repeated rows all count, and a file loaded twice
   * counts once.
   */
  readonly key: 'content' | readonly [FieldName<S>, ...FieldName<S>[]]
  /** What happens to a field the contract does not know: the record is quarantined, or it is kept in `_extra`. */
  readonly unknownFields?: ContractMode
  readonly freshWithinHours?: number
  /** The field that says when the thing happened. */
  readonly eventTime?: FieldPath<S>
  /**
   * The field that says which of two versions of a record is newer: an instant with its offset, or seconds
   * since 1970. A record without one is older than any that has one. Without the field the version loaded last
   * is the newer.
   */
  readonly changedAt?: FieldPath<S>
  /** What marks a record as deleted in its source; it stays in raw, marked `_is_deleted`. */
  readonly deletedWhen?: Deletion<FieldPath<S>>
  /** The product's own CSV export, where it has other headers than the contract has fields. */
  readonly csv?: CsvExport
  readonly pii?: { readonly [K in FieldName<S>]?: PersonalData }
}

export interface Deletion<F extends string = string> {
  readonly field: F
  readonly is: boolean | 'present' | { readonly value: string }
}

export type CsvRow = Readonly<Record<string, string>>

export interface CsvExport {
  /** Headers by which the export is told from others; it may have more. */
  readonly header: readonly string[]
  /** Consecutive rows with the same values in these columns are one record. */
  readonly groupBy?: readonly string[]
  /** A record of the contract, to be checked like any other. */
  record(rows: readonly CsvRow[]): unknown
}

export type ContractMode = 'freeze' | 'evolve'

/** Of these, entities told by their content have no `_changed_at` and no `_is_deleted`. */
type OwnColumn = '_key' | '_changed_at' | '_is_deleted' | '_load_id' | '_loaded_at' | '_extra'

type RawColumns<S extends RecordShape> = {
  readonly [K in FieldName<S> | OwnColumn]: Column
}

/** An entity and the raw table that holds its records. */
export interface RawEntity<S extends RecordShape = RecordShape> extends Relation<RawColumns<S>> {
  readonly kind: 'raw'
  /** As people write it, e.g. `shopify.orders`; its table is `raw.shopify__orders`. */
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
  readonly deletedWhen: Deletion | null
  readonly csv: CsvExport | null
}

/** One record as an entity's source gives it. */
export type RecordOf<E> = E extends RawEntity<infer S> ? z.input<z.ZodObject<S>> : never

/** A source: its entities by name. */
export type Source<E extends Record<string, RecordShape> = Record<string, RecordShape>> = {
  readonly [K in keyof E]: RawEntity<E[K]>
}

interface SourceSpec<Entities> {
  /** The product, as people know it. */
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
    columns._hash = new Column(
      z.uuid(),
      'uuid',
      'Hash of the content, to tell a changed record from an equal one',
    )
    columns._changed_at = instant('When this version was made, as its source says').orNull()
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
  const extra = json('Fields the contract does not know').orNull()
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
    deletedWhen: spec.deletedWhen ?? null,
    csv: spec.csv ?? null,
  }
}
