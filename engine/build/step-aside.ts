import type { ClientBase } from 'pg'
import { heldByOthers } from '../postgres/readers.ts'
import { type Copied, copyOf, type Dependent, definitionsOf, dependentsOf, inOrder } from './copied-views.ts'
import { CannotStepAside, replaceSchema } from './replace-schema.ts'

/*
 * A view cannot be changed while a transaction that has read it is open. Its schema can: renaming one asks for no lock
 * on what is in it. So views that readers hold stay behind in their schema, which gets another name; a new schema takes
 * the old name, and gets everything that nobody holds and copies of what stayed behind. The next reader finds the copies,
 * which can be changed like any other view.
 */

/**
 * Makes the views among `wanted` that other sessions hold free to be changed, in the client's transaction. Views of
 * `abandoned` schemas are made again after the publication, so they may keep on reading what stays behind.
 */
export async function stepAside(
  client: ClientBase,
  runId: number,
  wanted: ReadonlySet<string>,
  own: readonly string[],
  abandoned: readonly string[],
): Promise<void> {
  const search = await client.query<{ search_path: string }>('show search_path')
  // definitions name the schema of every relation
  await client.query(`set local search_path = ''`)
  const { schemas, views, dependents } = await findHeld(client, wanted, own, abandoned)
  const copies = inOrder(await definitionsOf(client, views))
  const repointed = await definitionsOf(client, dependents)
  for (const schema of schemas) await replaceSchema(client, schema, `held_${runId}_${schema}`, views)
  for (const copied of copies) await create(client, copied, 'create')
  for (const dependent of repointed) await create(client, dependent, 'create or replace')
  await client.query(`select set_config('search_path', $1, true)`, [search.rows[0]?.search_path ?? ''])
}

async function create(
  client: ClientBase,
  copied: Copied,
  how: 'create' | 'create or replace',
): Promise<void> {
  await client.query(`${how} ${copyOf(copied)}`)
  if (how === 'create') for (const statement of copied.statements) await client.query(statement)
}

interface Held {
  readonly schemas: readonly string[]
  /** The views that stay behind. */
  readonly views: readonly string[]
  /** Views elsewhere that read them and that nobody holds. */
  readonly dependents: readonly string[]
}

async function findHeld(
  client: ClientBase,
  wanted: ReadonlySet<string>,
  own: readonly string[],
  abandoned: readonly string[],
): Promise<Held> {
  const schemas = new Set<string>()
  for (;;) {
    const relations = await relationsOf(client, own)
    const dependents = await dependentsOf(client, own)
    const isAbandoned = ({ schema }: Dependent) => abandoned.includes(schema)
    const isStuck = ({ oid, isHeld }: Relation) =>
      isHeld || dependents.some((each) => each.reads === oid && isAbandoned(each))
    for (const each of relations) if (wanted.has(each.name) && isStuck(each)) schemas.add(each.schema)
    const stuck = relations.filter((each) => schemas.has(each.schema) && isStuck(each))
    const table = stuck.find(({ kind }) => kind !== 'v')
    if (table) throw new CannotStepAside(`${table.name} is not a view, so it cannot be copied.`)
    const staying = new Set(stuck.map(({ oid }) => oid))
    const reading = dependents.filter(
      (each) => staying.has(each.reads) && !staying.has(each.oid) && !isAbandoned(each),
    )
    const fixed = reading.find(({ kind }) => kind !== 'v')
    if (fixed) throw new CannotStepAside(`${fixed.name} depends on a view that is held, and is not a view.`)
    const held = reading.filter(({ isHeld }) => isHeld)
    const outside = held.find(({ schema }) => !own.includes(schema))
    if (outside)
      throw new CannotStepAside(`${outside.name} depends on a view that is held, and is held itself.`)
    const before = schemas.size
    for (const { schema } of held) schemas.add(schema)
    if (schemas.size > before) continue
    return {
      schemas: [...schemas],
      views: [...staying],
      dependents: [...new Set(reading.map(({ oid }) => oid))],
    }
  }
}

interface Relation {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly kind: string
  readonly isHeld: boolean
}

/** All relations of the schemas, and whether another session holds them. */
async function relationsOf(client: ClientBase, schemas: readonly string[]): Promise<readonly Relation[]> {
  const { rows } = await client.query<Relation>(
    `select
       c.oid::text as oid,
       n.nspname as schema,
       n.nspname || '.' || c.relname as name,
       c.relkind::text as kind,
       ${heldByOthers('c.oid')} as "isHeld"
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any ($1)
       and c.relkind in ('r', 'v', 'm', 'p', 'f')
     order by name`,
    [schemas],
  )
  return rows
}
