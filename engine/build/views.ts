import type { ClientBase } from 'pg'
import pg from 'pg'
import type { Transform } from '../declare/transform.ts'

/** A published view: in the relation's own schema with personal data masked, in `pii` in the clear. */
export interface View {
  readonly schema: string
  readonly name: string
  readonly isMasked: boolean
  /** The role that may read it. */
  readonly reader: string
}

export function viewsOf(t: Transform): View[] {
  const masked = { schema: t.layer, name: t.shortName, isMasked: true, reader: 'clientele_reader' }
  const clear = { schema: 'pii', name: t.shortName, isMasked: false, reader: 'clientele_pii' }
  return Object.values(t.columns).some((column) => column.personalData) ? [masked, clear] : [masked]
}

/**
 * Creates a view or moves it to another table. Grants survive, also if the columns change. With a run, the view fails for
 * who cannot see that the run was published.
 */
export async function makeView(
  client: ClientBase,
  t: Transform,
  view: View,
  physicalName: string,
  guard: number | null,
): Promise<void> {
  const name = `${view.schema}.${pg.escapeIdentifier(view.name)}`
  const columns = Object.entries(t.columns).map(([column, { pgType, personalData }]) => {
    const quoted = pg.escapeIdentifier(column)
    return view.isMasked && personalData ? `null::${pgType} as ${quoted}` : quoted
  })
  const grants = (await canReplace(client, t, name)) ? [] : await dropAndListGrants(client, name)
  await client.query(
    `create or replace view ${name} as select ${columns.join(', ')} from build.${pg.escapeIdentifier(physicalName)}` +
      (guard === null ? '' : ` where ops.sees_run(${guard})`),
  )
  for (const grant of grants) await client.query(grant)
  await client.query(
    `do $$ begin if to_regrole('${view.reader}') is not null then grant select on ${name} to ${view.reader}; end if; end $$`,
  )
  await describe(client, t, view, name)
}

export async function dropView(client: ClientBase, view: string): Promise<void> {
  const [schema = '', name = ''] = view.split('.')
  await client.query(`drop view if exists ${schema}.${pg.escapeIdentifier(name)}`)
}

/** Whether the view is new or its columns are the first of the contract's: `create or replace` allows nothing else. */
async function canReplace(client: ClientBase, t: Transform, view: string): Promise<boolean> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 order by attnum`,
    [view],
  )
  const declared = Object.entries(t.columns)
  return rows.every((row, i) => declared[i]?.[0] === row.name && declared[i]?.[1].pgType === row.type)
}

/** Drops the view (never with cascade) and returns the statements that restore its grants. */
async function dropAndListGrants(client: ClientBase, view: string): Promise<string[]> {
  const { rows } = await client.query<{ grant: string }>(
    `select format('grant %s on %s to %s%s', privilege_type, $1::text,
       case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
       case when is_grantable then ' with grant option' else '' end) as grant
     from pg_class c cross join lateral aclexplode(c.relacl)
     where c.oid = to_regclass($1) and grantee <> c.relowner`,
    [view],
  )
  await client.query(`drop view ${view}`)
  return rows.map((row) => row.grant)
}

async function describe(client: ClientBase, t: Transform, view: View, name: string): Promise<void> {
  const columns = Object.entries(t.columns).map(([column, { description, personalData }]) => {
    const masked =
      view.isMasked && personalData
        ? ` (personal data: ${personalData}; in the clear in pii.${view.name})`
        : ''
    return `comment on column ${name}.${pg.escapeIdentifier(column)} is ${pg.escapeLiteral(description + masked)}`
  })
  const grain = `Grain: ${t.grain.join(', ')}.`
  const whole = `comment on view ${name} is ${pg.escapeLiteral(`${t.description} ${grain}`)}`
  // sent together, because readers may wait for a publication
  await client.query([whole, ...columns].join(';\n'))
}
