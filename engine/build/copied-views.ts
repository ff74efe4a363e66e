import type { ClientBase } from 'pg'
import { heldByOthers } from '../postgres/readers.ts'

/** Something that reads a relation, or is made of its rows. */
export interface Dependent {
  readonly oid: string
  readonly schema: string
  readonly name: string
  /** As in pg_class; `x` if it is not a relation, such as a function. */
  readonly kind: string
  readonly isHeld: boolean
  /** The relation that it reads. */
  readonly reads: string
}

/** What depends on relations of these schemas, directly. */
export async function dependentsOf(
  client: ClientBase,
  schemas: readonly string[],
): Promise<readonly Dependent[]> {
  const { rows } = await client.query<Dependent>(
    `with read as (
       select c.oid, c.reltype, t.typarray
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       left join pg_type t on t.oid = c.reltype
       where n.nspname = any ($1)
         and c.relkind in ('r', 'v', 'm', 'p', 'f')
     ),
     dependency as (
       select d.classid, d.objid, read.oid as reads
       from read
       join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = read.oid
       where d.deptype = 'n'
       union
       select d.classid, d.objid, read.oid
       from read
       join pg_depend d on d.refclassid = 'pg_type'::regclass and d.refobjid in (read.reltype, read.typarray)
       where d.deptype = 'n'
     )
     select distinct
       coalesce(c.oid, d.objid)::text as oid,
       coalesce(n.nspname, '') as schema,
       coalesce(n.nspname || '.' || c.relname, pg_describe_object(d.classid, d.objid, 0)) as name,
       coalesce(c.relkind::text, 'x') as kind,
       ${heldByOthers('c.oid')} as "isHeld",
       d.reads::text as reads
     from dependency d
     left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
     left join pg_class c on c.oid = r.ev_class
     left join pg_namespace n on n.oid = c.relnamespace
     where c.oid is distinct from d.reads
     order by name, reads`,
    [schemas],
  )
  return rows
}

/** All that is needed to make a view again. */
export interface Copied {
  readonly oid: string
  readonly name: string
  readonly options: string | null
  readonly definition: string
  /** Restore its owner, its grants and its comments. */
  readonly statements: readonly string[]
  /** The views that it reads. */
  readonly reads: readonly string[]
}

/** Call it with an empty search path, so that definitions name every schema. */
export async function definitionsOf(
  client: ClientBase,
  views: readonly string[],
): Promise<readonly Copied[]> {
  const { rows } = await client.query<Copied>(
    `select
       c.oid::text as oid,
       format('%I.%I', n.nspname, c.relname) as name,
       array_to_string(c.reloptions, ', ') as options,
       pg_get_viewdef(c.oid) as definition,
       array(
         select format('alter view %I.%I owner to %I', n.nspname, c.relname, pg_get_userbyid(c.relowner))
         where pg_get_userbyid(c.relowner) <> current_user
         union all
         select format('grant %s on %I.%I to %s%s', privilege_type, n.nspname, c.relname,
           case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
           case when is_grantable then ' with grant option' else '' end)
         from aclexplode(c.relacl)
         where grantee <> c.relowner
         union all
         select format('grant %s (%I) on %I.%I to %s%s', privilege_type, a.attname, n.nspname, c.relname,
           case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
           case when is_grantable then ' with grant option' else '' end)
         from pg_attribute a cross join lateral aclexplode(a.attacl)
         where a.attrelid = c.oid and grantee <> c.relowner
         union all
         select format('comment on %s is %L',
           case d.objsubid
             when 0 then format('view %I.%I', n.nspname, c.relname)
             else format('column %I.%I.%I', n.nspname, c.relname, a.attname)
           end, d.description)
         from pg_description d
         left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
         where d.classoid = 'pg_class'::regclass and d.objoid = c.oid
       ) as statements,
       array(
         select distinct d.refobjid::text
         from pg_rewrite r
         join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
         where r.ev_class = c.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> c.oid
       ) as reads
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where c.oid = any ($1::oid[])
     order by name`,
    [views],
  )
  return rows
}

/** Each after what it reads. */
export function inOrder(views: readonly Copied[]): readonly Copied[] {
  const ordered = new Map<string, Copied>()
  const add = (view: Copied) => {
    if (ordered.has(view.oid)) return
    for (const other of views) if (view.reads.includes(other.oid)) add(other)
    ordered.set(view.oid, view)
  }
  for (const view of views) add(view)
  return [...ordered.values()]
}

/** `view … as …`, to be created or replaced. */
export function copyOf({ name, options, definition }: Copied): string {
  return `view ${name}${options ? ` with (${options})` : ''} as ${definition}`
}
