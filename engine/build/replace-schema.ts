import type { ClientBase } from 'pg'
import pg from 'pg'

/** The names of schemas that were replaced, for Postgres. They are dropped when nobody holds what is in them. */
export const replacedNames = '^held_[0-9]+_[a-z]+$'

/** Says why views that readers hold cannot be left behind. */
export class CannotStepAside extends Error {}

/**
 * Renames a schema and creates one of the old name, with the same owner, rights and comment. Everything moves over
 * except the relations that stay behind, which nobody who is not reading them yet can reach any more.
 */
export async function replaceSchema(
  client: ClientBase,
  schema: string,
  oldName: string,
  staying: readonly string[],
): Promise<void> {
  const { rows } = await client.query<{ restore: string[]; shut: string[] }>(rightsOf, [schema, oldName])
  const [rights = { restore: [], shut: [] }] = rows
  const moves = await client.query<{ statement: string }>(movesOf, [schema, oldName, staying])
  await client.query(`alter schema ${pg.escapeIdentifier(schema)} rename to ${pg.escapeIdentifier(oldName)}`)
  await client.query(`create schema ${pg.escapeIdentifier(schema)}`)
  for (const statement of rights.restore) await client.query(statement)
  for (const { statement } of moves.rows) await client.query(statement)
  await requireOnly(client, oldName, staying)
  for (const statement of rights.shut) await client.query(statement)
  await client.query(
    `comment on schema ${pg.escapeIdentifier(oldName)} is
       'Views of ${schema} that readers held when others replaced them; dropped once nobody holds them'`,
  )
}

/** Statements that give the new schema the rights of the old one, and take them from the old one. */
const rightsOf = `
  with given as (
    select
      privilege_type,
      case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end as role,
      is_grantable
    from pg_namespace n cross join lateral aclexplode(n.nspacl)
    where n.nspname = $1 and grantee <> n.nspowner
  )
  select
    array(
      select format('grant %s on schema %I to %s%s', privilege_type, $1::text, role,
        case when is_grantable then ' with grant option' else '' end)
      from given
      union all
      select format('alter default privileges for role %I in schema %I grant %s on %s to %s%s',
        pg_get_userbyid(defaclrole), $1::text, privilege_type,
        case defaclobjtype
          when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' end,
        case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
        case when is_grantable then ' with grant option' else '' end)
      from pg_default_acl d cross join lateral aclexplode(d.defaclacl)
      where d.defaclnamespace = (select oid from pg_namespace where nspname = $1)
      union all
      select format('comment on schema %I is %L', $1::text, obj_description(oid, 'pg_namespace'))
      from pg_namespace where nspname = $1 and obj_description(oid, 'pg_namespace') is not null
      union all
      select format('alter schema %I owner to %I', $1::text, pg_get_userbyid(nspowner))
      from pg_namespace where nspname = $1 and pg_get_userbyid(nspowner) <> current_user
    ) as restore,
    array(select distinct format('revoke all on schema %I from %s', $2::text, role) from given) as shut`

/** Statements that move what does not stay. What belongs to a relation moves with it. */
const movesOf = `
  with moving as (
    select 1 as step, format('alter table %I.%I set schema %I', $2::text, c.relname, n.nspname) as statement
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1
      and c.oid <> all ($3::oid[])
      and (
        c.relkind in ('r', 'v', 'm', 'p', 'f')
        or c.relkind = 'S' and not exists (
          select from pg_depend d
          where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
        )
      )
    union all
    select 2, format('alter type %I.%I set schema %I', $2::text, t.typname, n.nspname)
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
    left join pg_class c on c.oid = t.typrelid
    where n.nspname = $1
      and (t.typrelid = 0 or c.relkind = 'c')
      and not exists (select from pg_type element where element.typarray = t.oid)
      and t.typtype <> 'm'
    union all
    select 3, format('alter routine %I.%I(%s) set schema %I', $2::text, p.proname,
      pg_get_function_identity_arguments(p.oid), n.nspname)
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = $1
  )
  select statement from moving order by step, statement`

/** Fails if anything is still in the schema that nobody could find there any more. */
async function requireOnly(client: ClientBase, schema: string, staying: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select pg_describe_object(d.classid, d.objid, 0) as name
     from pg_depend d
     where d.refclassid = 'pg_namespace'::regclass
       and d.refobjid = (select oid from pg_namespace where nspname = $1)
       and not (d.classid = 'pg_class'::regclass and d.objid = any ($2::oid[]))
       and d.classid <> 'pg_default_acl'::regclass
       and not (d.classid = 'pg_type'::regclass)
     order by name`,
    [schema, staying],
  )
  const [other] = rows
  if (other) throw new CannotStepAside(`${other.name} cannot be moved to another schema.`)
}
