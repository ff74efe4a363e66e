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
