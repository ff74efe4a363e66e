import pg from 'pg'

export interface MergeCounts {
  readonly loaded: number
  readonly updated: number
  readonly unchanged: number
  /** Older than the version that was already there. */
  readonly outdated: number
}

export interface Merged {
  readonly counts: MergeCounts
  /** How many rows of the raw table, and versions whose history is kept, were written. */
  readonly written: number
}

/** Holds the records of a load until all have arrived. */
export const staged = 'pg_temp.clientele_staged'

/** A version without an instant is older than any version with one. */
const madeAt = (row: string) => `coalesce(${row}._changed_at, '-infinity')`

/**
 * Keeps the newest version of each record, no matter in which order they arrive; of equally old versions, the one
 * loaded last. Only the newest is written, but records are counted as if they had arrived one by one.
 */
export async function mergeByKey(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  accepted: number,
): Promise<Merged> {
  await client.query(`analyze ${staged} (_key, _seq)`)
  const into = `insert into ${table} as t (${columns.join(', ')})
    select ${columns.map((column) => `s.${column}`).join(', ')}
    from (select distinct on (_key) * from ${staged} s order by _key, ${madeAt('s')} desc, _seq desc) s`
  if (await truncateIfEmpty(client, table)) {
    const written = (await client.query(into)).rowCount ?? 0
    const counts = { loaded: accepted, updated: 0, unchanged: 0, outdated: 0 }
    if (written === accepted) return { counts, written }
    return { counts: await countByKey(client, `(select * from ${table} where false)`), written }
  }
  const counts = await countByKey(client, table)
  const updates = columns
    .filter((column) => column !== '"_key"')
    .map((column) => `${column} = excluded.${column}`)
  const { rowCount } = await client.query(`${into}
    left join ${table} r using (_key)
    where r._key is null or (not ${isOlder}
      and (s._hash <> r._hash or (r._changed_at is null and s._changed_at is not null)))
    on conflict (_key) do update set ${updates.join(', ')}, _loaded_at = now()`)
  return { counts, written: rowCount ?? 0 }
}

const isOlder = `(${madeAt('s')}, s._from_load) < (${madeAt('r')}, r._load_id)`

/** Compares each staged record with the stored row and with the earlier records of the same key in this load. */
async function countByKey(client: pg.ClientBase, stored: string): Promise<MergeCounts> {
  const { rows } = await client.query<Record<keyof MergeCounts, string>>(`
    with compared as (
      select s._key,
        s._seq,
        s._hash,
        r._hash as stored_hash,
        coalesce(${isOlder}, false) or coalesce(${madeAt('s')} < max(${madeAt('s')}) over (
          partition by s._key order by s._seq rows between unbounded preceding and 1 preceding
        ), false) as is_outdated
      from ${staged} s left join ${stored} r using (_key)
    ),
    with_previous_hash as (
      select is_outdated,
        _hash,
        coalesce(lag(_hash) over (partition by _key, is_outdated order by _seq), stored_hash) as previous_hash
      from compared
    )
    select count(*) filter (where is_outdated) as outdated,
      count(*) filter (where not is_outdated and previous_hash is null) as loaded,
      count(*) filter (where not is_outdated and previous_hash <> _hash) as updated,
      count(*) filter (where not is_outdated and previous_hash = _hash) as unchanged
    from with_previous_hash`)
  const { loaded, updated, unchanged, outdated } = rows[0] ?? {}
  return {
    loaded: Number(loaded),
    updated: Number(updated),
    unchanged: Number(unchanged),
    outdated: Number(outdated),
  }
}

/**
 * Whether the table is empty. An empty table is truncated in this transaction, so that Postgres may skip the
 * write-ahead log; if it is being read at this moment, it is written like any other.
 */
async function truncateIfEmpty(client: pg.ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query(`select from ${table} limit 1`)
  if (rows.length > 0) return false
  await client.query('savepoint emptied')
  try {
    await client.query(`lock table ${table} in access exclusive mode nowait; truncate ${table}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== lockNotAvailable) throw error
    await client.query('rollback to savepoint emptied')
  }
  return true
}

const lockNotAvailable = '55P03'
