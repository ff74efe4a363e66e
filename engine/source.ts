import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { Column, id, instant, json, key, type PersonalData } from './columns.ts'
import { postgresType } from './contract-fields.ts'
import { ClienteleError } from './errors.ts'
import type { Relation } from './relation.ts'

/**
 * Terminology
 * - source: a system that gives records; entity: one kind of record it gives, e.g. `shopify.orders`
 * - contract: what one record must look like (zod); a record that breaks it is quarantined, never dropped
 * - natural key: the fields by which the source itself tells one record from another
 */

export type RecordShape = z.core.$ZodShape
export type FieldName<S extends RecordShape> = keyof S & string

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
  readonly eventTime?: FieldName<S>
  /**
   * The field that says which of two versions of a record is newer: an instant with its offset, or seconds
   * since 1970. Without it the version loaded last is the newer.
   */
  readonly changedAt?: FieldName<S>
  /** What marks a record as deleted in its source; it stays in raw, marked `_is_deleted`. */
  readonly deletedWhen?: Deletion<FieldName<S>>
  /** The product's own CSV export, where it has other headers than the contract has fields. */
  readonly csv?: CsvExport
  readonly pii?: { readonly [K in FieldName<S>]?: PersonalData }
}

export interface Deletion<F extends string = string> {
  readonly field: F
  readonly is: true | 'present' | { readonly value: string }
}

export type CsvRow = Readonly<Record<string, string>>

export interface CsvExport {
  /** Headers by which the export is told from others; it may have more. */
  readonly header: readonly string[]
  /** Consecutive rows with one value in this column are one record. */
  readonly groupBy?: string
  /** A record of the contract, to be checked like any other. */
  record(rows: readonly CsvRow[]): unknown
}

export type ContractMode = 'freeze' | 'evolve'

type RawColumns<S extends RecordShape> = {
  readonly [K in FieldName<S> | '_key' | '_load_id' | '_loaded_at' | '_extra']: Column
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
  readonly eventTime: FieldName<S> | null
  readonly changedAt: FieldName<S> | null
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
  }
  for (const [field, schema] of Object.entries(spec.fields)) {
    const { pgType } = postgresType(schema)
    const description = z.globalRegistry.get(schema)?.description ?? field
    columns[field] = new Column(z.unknown(), pgType, description, true, spec.pii?.[field] ?? null)
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

/** Every source declared in a folder, one a file, each exported under the name of its file. */
export async function loadSources(folder: string): Promise<ReadonlyMap<string, Source>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const sources = new Map<string, Source>()
  for (const file of files.sort()) {
    const name = basename(file, '.ts')
    const exported: unknown = (await import(pathToFileURL(join(folder, file)).href))[name]
    if (!isSource(name, exported)) {
      throw new ClienteleError(
        'source-invalid',
        `${join(folder, file)} must export a source named ${name}: export const ${name} = source('${name}', …)`,
        { file: join(folder, file) },
      )
    }
    sources.set(name, exported)
  }
  return sources
}

/** The entities of all sources, by the names people write (`shopify.orders`). */
export function entitiesOf(sources: ReadonlyMap<string, Source>): ReadonlyMap<string, RawEntity> {
  const entities = [...sources.values()].flatMap((one) => Object.values(one))
  return new Map(entities.map((entity) => [entity.entity, entity]))
}

function isSource(name: string, exported: unknown): exported is Source {
  if (typeof exported !== 'object' || exported === null) return false
  const entities: unknown[] = Object.values(exported)
  return entities.length > 0 && entities.every((e) => isRawEntity(e) && e.source === name)
}

function isRawEntity(candidate: unknown): candidate is RawEntity {
  return (
    typeof candidate === 'object' && candidate !== null && 'kind' in candidate && candidate.kind === 'raw'
  )
}
