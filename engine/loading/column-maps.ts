import type pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'

export interface ColumnMap {
  readonly entity: string
  readonly column: string
  readonly field: string
}

/** Which columns are read as which fields, from earlier loads. */
export async function listColumnMaps(pool: pg.Pool, entity?: string): Promise<readonly ColumnMap[]> {
  const { rows } = await pool.query<ColumnMap>(
    `select entity, column_name as column, field from ops.column_maps
     where $1::text is null or entity = $1 order by entity, column_name`,
    [entity ?? null],
  )
  return rows
}

export async function rememberedMaps(pool: pg.Pool, entity: RawEntity): Promise<ReadonlyMap<string, string>> {
  const maps = await listColumnMaps(pool, entity.entity)
  return new Map(maps.map(({ column, field }) => [column, field]))
}

export async function rememberColumnMaps(
  client: pg.ClientBase,
  entity: RawEntity,
  maps: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [column, field] of maps) {
    await client.query(
      `insert into ops.column_maps (entity, column_name, field) values ($1, $2, $3)
       on conflict (entity, column_name) do update set field = excluded.field, mapped_at = now()`,
      [entity.entity, column, field],
    )
  }
}

export async function forgetColumnMap(pool: pg.Pool, entity: RawEntity, column: string): Promise<void> {
  const { rowCount } = await pool.query(
    'delete from ops.column_maps where entity = $1 and column_name = $2',
    [entity.entity, column],
  )
  if (rowCount) return
  const known = (await listColumnMaps(pool, entity.entity)).map((map) => map.column)
  throw new ClienteleError(
    'map-invalid',
    `Nothing is remembered for a column ${column} of ${entity.entity}. ` +
      (known.length > 0 ? `These columns are mapped: ${known.join(', ')}.` : 'No column of it is mapped.'),
    { entity: entity.entity, column },
  )
}
