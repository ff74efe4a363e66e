import pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'
import { inLockedTransaction } from '../postgres/locks.ts'

/**
 * Updates the raw tables to match the declared entities: creates missing tables, adds columns for new fields, and
 * updates `ops.entities`. A column is never dropped, and a changed type is an error, because a program cannot guess
 * what should happen to existing rows.
 */
export async function syncSources(
  client: pg.ClientBase,
  entities: Iterable<RawEntity>,
  isInUse: (source: string) => boolean = () => true,
): Promise<void> {
  const declared = [...entities]
  if (await isUpToDate(client, declared, isInUse)) return
  await inLockedTransaction(client, 'raw tables', async () => {
    const existing = await readColumns(client)
    for (const entity of declared) {
      const columns = existing.get(entity.name)
      if (columns) await addColumns(client, entity, columns)
      else await createTable(client, entity)
    }
    await describeEntities(client, declared, isInUse)
  })
}

/** A raw table's name, quoted. */
export function rawTable(entity: RawEntity): string {
  return entity.name.split('.').map(pg.escapeIdentifier).join('.')
}

type ExistingColumns = ReadonlyMap<string, ReadonlyMap<string, string>>

async function readColumns(client: pg.ClientBase): Promise<ExistingColumns> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(`
    select n.nspname || '.' || c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'raw' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`)
  const tables = new Map<string, Map<string, string>>()
  for (const { table, column, type } of rows) {
    const columns = tables.get(table) ?? new Map<string, string>()
    tables.set(table, columns.set(column, type))
  }
  return tables
}

interface EntityRow {
  readonly entity: string
  readonly description: string
  readonly fresh: number | null
  readonly is_in_use: boolean
}

async function isUpToDate(
  client: pg.ClientBase,
  entities: readonly RawEntity[],
  isInUse: (source: string) => boolean,
): Promise<boolean> {
  const existing = await readColumns(client)
  const { rows } = await client.query<EntityRow>(
    'select entity, description, fresh_within_hours as fresh, is_in_use from ops.entities',
  )
  const described = new Map(rows.map((row) => [row.entity, row]))
  return entities.every((entity) => {
    const row = described.get(entity.entity)
    const columns = existing.get(entity.name)
    const hasColumns = Object.entries(entity.columns).every(([name, c]) => columns?.get(name) === c.pgType)
    return (
      hasColumns &&
      row?.description === entity.description &&
      row.fresh === entity.freshWithinHours &&
      row.is_in_use === isInUse(entity.source)
    )
  })
}

const constraints = new Map([
  ['_key', ' primary key'],
  ['_hash', ' not null'],
  ['_is_deleted', ' not null default false'],
  ['_load_id', ' not null'],
  ['_loaded_at', ' not null default now()'],
])

async function createTable(client: pg.ClientBase, entity: RawEntity): Promise<void> {
  const columns = Object.entries(entity.columns).map(([name, column]) => {
    return `${pg.escapeIdentifier(name)} ${column.pgType}${constraints.get(name) ?? ''}`
  })
  const comments = Object.entries(entity.columns).map(([name, column]) => commentOn(entity, name, column))
  await client.query(
    [
      `create table ${rawTable(entity)} (${columns.join(', ')})`,
      `comment on table ${rawTable(entity)} is ${pg.escapeLiteral(entity.description)}`,
      ...comments,
    ].join('; '),
  )
}

async function addColumns(
  client: pg.ClientBase,
  entity: RawEntity,
  existing: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [name, column] of Object.entries(entity.columns)) {
    const type = existing.get(name)
    if (type === undefined) {
      await client.query(
        `alter table ${rawTable(entity)} add column ${pg.escapeIdentifier(name)} ${column.pgType}${constraints.get(name) ?? ''}; ${commentOn(entity, name, column)}`,
      )
    } else if (type !== column.pgType) {
      throw new ClienteleError(
        'raw-type-changed',
        `${entity.entity}: the contract says ${name} is ${column.pgType}, but ${entity.name} holds ${type}. ` +
          'Change the contract back, give the field a new name, or write a migration that converts the column.',
        { entity: entity.entity, column: name, declared: column.pgType, stored: type },
      )
    }
  }
}

function commentOn(entity: RawEntity, name: string, column: { readonly description: string }): string {
  return `comment on column ${rawTable(entity)}.${pg.escapeIdentifier(name)} is ${pg.escapeLiteral(column.description)}`
}

async function describeEntities(
  client: pg.ClientBase,
  entities: readonly RawEntity[],
  isInUse: (source: string) => boolean,
): Promise<void> {
  for (const entity of entities) {
    await client.query(
      `insert into ops.entities (entity, source, description, fresh_within_hours, is_in_use)
       values ($1, $2, $3, $4, $5)
       on conflict (entity) do update set
         description = excluded.description,
         fresh_within_hours = excluded.fresh_within_hours,
         is_in_use = excluded.is_in_use`,
      [entity.entity, entity.source, entity.description, entity.freshWithinHours, isInUse(entity.source)],
    )
  }
}
