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

/** A view that has to be made, or moved to another table. */
export interface MovedView {
  readonly transform: Transform
  readonly view: View
  /** The name of the table in `build`. */
  readonly physicalName: string
  /** The view fails for who cannot see that this run was published; null lets everybody in. */
  readonly guard: number | null
  /** Whether it has its comments, if it exists. */
  readonly isDescribed: boolean
}

/**
 * Creates views, or moves them to other tables. Grants survive, also if the columns change. All of it is one message to the
 * server, because readers wait until the transaction ends.
 */
export async function makeViews(client: ClientBase, moved: readonly MovedView[]): Promise<void> {
  if (moved.length === 0) return
  const known = await columnsOf(
    client,
    moved.map(({ view }) => nameOf(view)),
  )
  const statements: string[] = []
  for (const each of moved) {
    const name = nameOf(each.view)
    const columns = known.get(name)
    const isReplaced = columns === undefined || canReplace(each.transform, columns)
    const grants = isReplaced ? [] : await grantsOn(client, name)
    if (!isReplaced) statements.push(`drop view ${name}`)
    statements.push(definitionOf(each), ...grants)
    if (!each.isDescribed || columns === undefined || !isReplaced) statements.push(...commentsOn(each))
  }
  for (const [reader, views] of Map.groupBy(moved, ({ view }) => view.reader)) {
    const names = views.map(({ view }) => nameOf(view)).join(', ')
    statements.push(
      `do $$ begin if to_regrole('${reader}') is not null then grant select on ${names} to ${reader}; end if; end $$`,
    )
  }
  await client.query(statements.join(';\n'))
}

/** Drops those of these views that exist. */
export async function dropViews(client: ClientBase, views: readonly string[]): Promise<void> {
  const names = views.map((view) => {
    const [schema = '', name = ''] = view.split('.')
    return `${schema}.${pg.escapeIdentifier(name)}`
  })
  const known = await columnsOf(client, names)
  if (known.size > 0) await client.query(`drop view ${[...known.keys()].join(', ')}`)
}

function nameOf(view: View): string {
  return `${view.schema}.${pg.escapeIdentifier(view.name)}`
}

function definitionOf({ transform, view, physicalName, guard }: MovedView): string {
  const columns = Object.entries(transform.columns).map(([column, { pgType, personalData }]) => {
    const quoted = pg.escapeIdentifier(column)
    return view.isMasked && personalData ? `null::${pgType} as ${quoted}` : quoted
  })
  return (
    `create or replace view ${nameOf(view)} as select ${columns.join(', ')} from build.${pg.escapeIdentifier(physicalName)}` +
    (guard === null ? '' : ` where ops.sees_run(${guard})`)
  )
}

interface ViewColumn {
  readonly name: string
  readonly type: string
}

/** The columns of those of these views that exist. */
async function columnsOf(
  client: ClientBase,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly ViewColumn[]>> {
  const { rows } = await client.query<{ view: string; columns: ViewColumn[] }>(
    `select view, json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum) as columns
     from unnest($1::text[]) as named (view)
     join pg_attribute on attrelid = to_regclass(view)
     where attnum > 0
     group by view`,
    [names],
  )
  return new Map(rows.map(({ view, columns }) => [view, columns]))
}

/** Whether the view has the first columns of the contract: `create or replace` allows nothing else. */
function canReplace(t: Transform, columns: readonly ViewColumn[]): boolean {
  const declared = Object.entries(t.columns)
  return columns.every(({ name, type }, i) => declared[i]?.[0] === name && declared[i]?.[1].pgType === type)
}

/** The statements that restore the grants on a view after it is dropped. */
async function grantsOn(client: ClientBase, view: string): Promise<string[]> {
  const { rows } = await client.query<{ grant: string }>(
    `select format('grant %s on %s to %s%s', privilege_type, $1::text,
       case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
       case when is_grantable then ' with grant option' else '' end) as grant
     from pg_class c cross join lateral aclexplode(c.relacl)
     where c.oid = to_regclass($1) and grantee <> c.relowner`,
    [view],
  )
  return rows.map((row) => row.grant)
}

function commentsOn({ transform, view }: MovedView): string[] {
  const name = nameOf(view)
  const columns = Object.entries(transform.columns).map(([column, { description, personalData }]) => {
    const masked =
      view.isMasked && personalData
        ? ` (personal data: ${personalData}; in the clear in pii.${view.name})`
        : ''
    return `comment on column ${name}.${pg.escapeIdentifier(column)} is ${pg.escapeLiteral(description + masked)}`
  })
  const whole = `${transform.description} Grain: ${transform.grain.join(', ')}.`
  return [`comment on view ${name} is ${pg.escapeLiteral(whole)}`, ...columns]
}
