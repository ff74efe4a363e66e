import type { Column, Transform } from '#engine'
import { viewsOf } from '../../engine/build/views.ts'

/** What Cube may read: the columns of each published view, by its name with the schema. */
export type Relations = ReadonlyMap<string, RelationColumns>
export type RelationColumns = Readonly<
  Record<string, Pick<Column, 'personalData'> & { readonly pgType?: string }>
>

/** Views that the migrations make, which have no transform. */
export const opsRelations: Relations = new Map([
  [
    'ops.source_freshness',
    impersonal([
      'entity',
      'source',
      'description',
      'row_count',
      'quarantined_count',
      'last_loaded_at',
      'fresh_within_hours',
      'hours_since_load',
      'is_fresh',
      'is_sample',
      'is_in_use',
    ]),
  ],
  [
    'ops.segment_movement',
    impersonal([
      'movement_id',
      'run_id',
      'recorded_at',
      'as_of_date',
      'segment_name',
      'customer_key',
      'movement',
      'because',
    ]),
  ],
  [
    'ops.publications',
    impersonal(['run_id', 'published_at', 'started_at', 'seconds', 'table_count', 'row_count']),
  ],
  [
    'ops.catalogue',
    impersonal(['relation', 'layer', 'description', 'grain', 'column_count', 'row_count', 'built_at']),
  ],
  [
    'ops.catalogue_columns',
    impersonal([
      'relation',
      'column_number',
      'column_name',
      'pg_type',
      'description',
      'is_nullable',
      'personal_data',
    ]),
  ],
  ['ops.catalogue_reads', impersonal(['relation', 'reads'])],
  ['ops.last_tests', impersonal(['relation', 'test', 'severity', 'failed_count', 'outcome', 'tested_at'])],
  [
    'ops.quarantined',
    impersonal([
      'entity',
      'reason_code',
      'waiting_count',
      'replayed_count',
      'waiting_since',
      'last_quarantined_at',
    ]),
  ],
])

export function publishedRelations(transforms: readonly Transform[]): Relations {
  const published = transforms.flatMap((transform) =>
    viewsOf(transform).map((view) => [`${view.schema}.${view.name}`, transform.columns] as const),
  )
  return new Map<string, RelationColumns>([...opsRelations, ...published])
}

function impersonal(columns: readonly string[]): RelationColumns {
  return Object.fromEntries(columns.map((name) => [name, { personalData: null }]))
}
