import type { ClientBase } from 'pg'
import pg from 'pg'
import { biSchemas } from './schemas.ts'

/** Drops the views before what they read changes. Waits for their readers, as long as the client's lock timeout lets it. */
export async function releaseBi(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ views: string | null }>(
    `select string_agg(oid::regclass::text, ', ') as views from pg_class
     where relkind = 'v' and relnamespace in (select oid from pg_namespace where nspname = any($1))`,
    [biSchemas],
  )
  if (rows[0]?.views) await client.query(`drop view ${rows[0].views}`)
}

/** Drops replaced schemas that nobody reads. Those that are still read go with the next publication. */
export async function dropReplaced(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ statements: string[]; schemas: string }>(replacedObjects)
  const [replaced] = rows
  if (!replaced?.schemas) return
  await client.query('savepoint bi_drop')
  const { rows: settings } = await client.query<{ lock_timeout: string }>('show lock_timeout')
  try {
    await client.query(`set local lock_timeout = '200ms'`)
    for (const statement of replaced.statements) await client.query(statement)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && ['55P03', '2BP01'].includes(error.code ?? ''))) throw error
    await client.query('rollback to savepoint bi_drop')
  }
  await client.query(`select set_config('lock_timeout', $1, true)`, [settings[0]?.lock_timeout ?? '0'])
}

/** Each kind of object in one statement and without cascade, so that nothing else goes with them. */
const replacedObjects = `
  with replaced as (
    select oid, quote_ident(nspname) as name
    from pg_namespace
    where nspname ~ '^bi(_[a-z_]+)?_until_[0-9]+$'
  ),
  objects as (
    select 1 as step, 'view' as kind, c.oid::regclass::text as name
    from pg_class c
    join replaced r on r.oid = c.relnamespace
    where c.relkind = 'v'
    union all
    select case p.prokind when 'a' then 2 else 3 end, case p.prokind when 'a' then 'aggregate' else 'function' end,
      p.oid::regprocedure::text
    from pg_proc p
    join replaced r on r.oid = p.pronamespace
    union all
    select 4, 'domain', t.oid::regtype::text
    from pg_type t
    join replaced r on r.oid = t.typnamespace
    where t.typtype = 'd'
    union all
    select 5, 'schema', r.name
    from replaced r
  ),
  statements as (
    select step, format('drop %s %s', kind, string_agg(name, ', ')) as statement
    from objects
    group by step, kind
  )
  select
    (select array_agg(statement order by step) from statements) as statements,
    (select string_agg(name, ', ') from replaced) as schemas`
