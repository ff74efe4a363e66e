import type { Pool } from 'pg'

/** Everything a build leaves in the database except rows and the history of runs; names of indexes do not count. */
export async function databaseState(pool: Pool) {
  const query = async (text: string) => (await pool.query(text)).rows
  const schemas = `('build', 'staging', 'identity', 'warehouse', 'marts', 'pii')`
  return {
    relations: await query(`
      select c.oid::regclass::text as relation, c.relkind, c.relacl::text[] as grants,
        obj_description(c.oid, 'pg_class') as comment,
        case c.relkind when 'v' then pg_get_viewdef(c.oid) end as definition
      from pg_class c
      where c.relnamespace::regnamespace::text in ${schemas} and c.relkind in ('r', 'v')
      order by 1`),
    columns: await query(`
      select a.attrelid::regclass::text as relation, a.attname, format_type(a.atttypid, a.atttypmod) as type,
        a.attnotnull, col_description(a.attrelid, a.attnum) as comment
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace::regnamespace::text in ${schemas} and c.relkind in ('r', 'v')
        and a.attnum > 0 and not a.attisdropped
      order by 1, a.attnum`),
    indexes: await query(`
      select i.indrelid::regclass::text as relation, i.indisunique, i.indisprimary, i.indisvalid,
        substring(pg_get_indexdef(i.indexrelid) from ' USING .*') as definition
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'build'::regnamespace
      order by 1, 3, definition`),
    constraints: await query(`
      select conrelid::regclass::text as relation, contype, convalidated, pg_get_constraintdef(oid) as definition
      from pg_constraint
      where connamespace = 'build'::regnamespace
      order by 1, 2, 4`),
    published: await query(`
      select relation, version, physical_name, definition, inputs, metadata, metadata_hash, view_hash
      from ops.tables left join ops.published using (relation, version)
      order by relation, version`),
  }
}

/** The physical tables themselves: another number means that the table was made again. */
export async function tableNumbers(pool: Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ name: string; number: number }>(
    `select relname as name, pg_relation_filenode(oid)::int as number
     from pg_class
     where relnamespace = 'build'::regnamespace and relkind = 'r'`,
  )
  return Object.fromEntries(rows.map(({ name, number }) => [name, number]))
}
