import type { ClientBase } from 'pg'
import pg from 'pg'
import { longestLookedUp, type Transform } from '../declare/transform.ts'

interface Index {
  readonly name: string
  readonly columns: readonly string[]
  readonly isUnique: boolean
  readonly isPrimaryKey: boolean
  readonly kind: 'plain' | 'searched' | 'looked up'
}

/**
 * Creates the indexes that a table lacks, and the one its primary key will use, if its test did not. Readers can go on reading
 * meanwhile.
 */
export async function createIndexes(client: ClientBase, t: Transform, table: string): Promise<void> {
  const existing = await readIndexes(client, table)
  if (!existing.some((index) => index.isUnique && agree(index.columns, t.grain))) {
    await client.query(`create unique index on ${table} (${list(t.grain)})`)
  }
  const has = (kind: Index['kind'], columns: readonly string[]) =>
    existing.some((index) => !index.isUnique && index.kind === kind && agree(index.columns, columns))
  for (const columns of distinct(t.indexes)) {
    if (!has('plain', columns)) await client.query(`create index on ${table} (${list(columns)})`)
  }
  for (const name of new Set(t.searched)) {
    if (!has('searched', [name]))
      await client.query(`create index on ${table} using gin (${list([name])} gin_trgm_ops)`)
  }
  for (const name of new Set(t.lookedUp)) {
    if (!has('looked up', [name]))
      await client.query(
        `create index on ${table} (${list([name])}) where octet_length(${list([name])}) <= ${longestLookedUp}`,
      )
  }
}

/**
 * Gives a table that has its indexes the primary key and the not-null constraints of its contract, and drops
 * indexes that are no longer declared. Needs the table for itself, for a moment.
 */
export async function applyConstraints(client: ClientBase, t: Transform, table: string): Promise<void> {
  const indexes = await readIndexes(client, table)
  const former = indexes.find((index) => index.isPrimaryKey && !agree(index.columns, t.grain))
  const next = indexes.find((index) => index.isUnique && !index.isPrimaryKey)
  const declared = {
    plain: t.indexes,
    searched: t.searched.map((name) => [name]),
    'looked up': t.lookedUp.map((name) => [name]),
  }
  const obsolete = indexes.filter(
    ({ isUnique, kind, columns }) => !isUnique && !includes(declared[kind], columns),
  )
  const changes = [
    ...(former ? [`drop constraint ${pg.escapeIdentifier(former.name)}`] : []),
    ...(await nullChanges(client, t, table)),
    ...(next ? [`add primary key using index ${pg.escapeIdentifier(next.name)}`] : []),
  ]
  for (const change of changes) await client.query(`alter table ${table} ${change}`)
  for (const { name } of obsolete) await client.query(`drop index build.${pg.escapeIdentifier(name)}`)
}

async function nullChanges(client: ClientBase, t: Transform, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; never_null: boolean }>(
    `select attname as name, attnotnull as never_null
     from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  )
  const alter = (action: 'set' | 'drop', isNullable: boolean) =>
    rows
      .filter(
        ({ name, never_null }) => t.columns[name]?.isNullable === isNullable && never_null === isNullable,
      )
      .map(({ name }) => `alter column ${pg.escapeIdentifier(name)} ${action} not null`)
  const required = alter('set', false)
  // One statement reads the table once.
  return [...alter('drop', true), ...(required.length > 0 ? [required.join(', ')] : [])]
}

async function readIndexes(client: ClientBase, table: string): Promise<Index[]> {
  const { rows } = await client.query<{
    name: string
    columns: string[]
    is_unique: boolean
    is_primary_key: boolean
    kind: Index['kind']
  }>(
    `select c.relname as name, i.indisunique as is_unique, i.indisprimary as is_primary_key,
       case when m.amname = 'gin' then 'searched' when i.indpred is not null then 'looked up' else 'plain' end as kind,
       array(
         select a.attname::text
         from unnest(i.indkey) with ordinality as k (attnum, place)
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
         order by k.place
       ) as columns
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
     where i.indrelid = $1::regclass`,
    [table],
  )
  return rows.map((row) => ({
    name: row.name,
    columns: row.columns,
    isUnique: row.is_unique,
    isPrimaryKey: row.is_primary_key,
    kind: row.kind,
  }))
}

export function list(columns: readonly string[]): string {
  return columns.map(pg.escapeIdentifier).join(', ')
}

function distinct(indexes: readonly (readonly string[])[]): (readonly string[])[] {
  return indexes.filter((index, i) => !includes(indexes.slice(0, i), index))
}

function includes(indexes: readonly (readonly string[])[], columns: readonly string[]): boolean {
  return indexes.some((index) => agree(index, columns))
}

function agree(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((column, i) => column === other[i])
}
