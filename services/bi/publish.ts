import type { ClientBase } from 'pg'
import pg from 'pg'
import { messageOf } from '#engine'
import { type Form, formOf, type Types } from './form.ts'
import { dropReplaced } from './retire.ts'
import { biSchemas, groupRole, mainSchema, placesOf } from './schemas.ts'
import { commonStatements, domainStatements, type Stored, viewStatements } from './statements.ts'
import type { BiModel, BiView, LeftOut } from './view.ts'

/** Under its name while it is made. */
function next(schema: string): string {
  return `${schema}_next`
}

/**
 * Makes the schema `bi` and those of groups again, in the client's transaction. New schemas are filled aside and
 * renamed, which waits for no reader. The old ones stay, under another name, until nobody reads them.
 */
export async function publishBi(client: ClientBase, model: BiModel): Promise<LeftOut[]> {
  const leftOut = [...model.leftOut]
  const used = model.views.flatMap((view) => placesOf(view).map(({ schema }) => schema))
  const schemas = [...new Set([mainSchema, ...used])]
  for (const schema of schemas) await client.query(`create schema ${next(schema)}`)
  for (const statement of commonStatements(next(mainSchema))) await client.query(statement)
  const made = new Set<string>()
  for (const view of model.views) {
    try {
      await client.query('savepoint bi_view')
      await makeView(client, view, made, leftOut)
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error
      await client.query('rollback to savepoint bi_view')
      leftOut.push({ view: view.name, member: '*', reason: messageOf(error) })
    }
  }
  await describe(client, schemas, leftOut)
  await swap(client, schemas)
  return leftOut
}

async function makeView(
  client: ClientBase,
  view: BiView,
  made: Set<string>,
  leftOut: LeftOut[],
): Promise<void> {
  const described = await typesOf(client, view)
  const stored: Stored[] = []
  const domains = new Map<string, Form>()
  for (const [i, measure] of view.measures.entries()) {
    try {
      const form = formOf(view.name, measure, described[i] ?? { parts: [], result: 'text' })
      stored.push({ measure, form })
      if (!made.has(form.domain)) domains.set(form.domain, form)
    } catch (error) {
      leftOut.push({ view: view.name, member: measure.name, reason: messageOf(error) })
    }
  }
  const steps = await stepsOf(client, [...domains.values()])
  const types = next(mainSchema)
  for (const form of domains.values())
    for (const statement of domainStatements(types, form, steps)) await client.query(statement)
  for (const place of placesOf(view)) {
    const schema = next(place.schema)
    const statements = viewStatements(view, stored, place, { schema, types })
    await client.query(statements.join(';\n'))
    for (const group of place.groups)
      await client.query(grants(groupRole(group, place.market !== null), schema, view.name))
  }
  for (const name of domains.keys()) made.add(name)
}

/** What Postgres makes of the parts and of the formula of each measure. */
async function typesOf(client: ClientBase, { from, measures }: BiView): Promise<Types[]> {
  const all = measures.flatMap((one) => one.parts)
  const described = (await typesOfColumns(client, all, from)).values()
  const own = measures.map((one) => one.parts.map(() => described.next().value ?? 'text'))
  const formulas = measures.map(({ formula }, i) => {
    const nulls = own[i]?.map((type, n) => `null::${type} as part_${n + 1}`) ?? []
    return `select ${formula}${nulls.length > 0 ? ` from (select ${nulls.join(', ')}) p` : ''}`
  })
  const results = await typesOfColumns(client, formulas, '(select) none')
  return own.map((parts, i) => ({ parts, result: results[i] ?? 'text' }))
}

async function typesOfColumns(
  client: ClientBase,
  expressions: readonly string[],
  from: string,
): Promise<string[]> {
  if (expressions.length === 0) return []
  const columns = expressions.map((sql, i) => `(${sql}) as c${i}`)
  const { fields } = await client.query(`select ${columns.join(', ')} from ${from} limit 0`)
  const { rows } = await client.query<{ type: string }>(
    'select format_type(oid, null) as type from unnest($1::oid[]) with ordinality o (oid, n) order by n',
    [fields.map((field) => field.dataTypeID)],
  )
  return rows.map(({ type }) => type)
}

const additions: Readonly<Record<string, string>> = {
  numeric: 'numeric_add',
  'double precision': 'float8pl',
  bigint: 'int8pl',
}

/** The functions by which Postgres's own aggregates go from one value to the next. */
async function stepsOf(
  client: ClientBase,
  forms: readonly Form[],
): Promise<(like: string, base: string) => string> {
  const steps = new Map<string, string>()
  for (const { base, aggregate } of forms) {
    if (aggregate.kind !== 'step' || aggregate.like === 'sum') continue
    const { rows } = await client.query<{ step: string }>(
      `select aggtransfn::regproc::text as step from pg_aggregate where aggfnoid = $1::regprocedure`,
      [`pg_catalog.${aggregate.like}(${base})`],
    )
    if (rows[0]) steps.set(`${aggregate.like} ${base}`, rows[0].step)
  }
  return (like, base) => {
    const step = like === 'sum' ? additions[base] : steps.get(`${like} ${base}`)
    if (step === undefined) throw new Error(`Postgres has no ${like} of ${base}`)
    return step
  }
}

/** The role of a group may not exist: see `logins-not-allowed`. */
function grants(role: string, schema: string, view: string): string {
  return `
    do $$ begin
      if to_regrole('${role}') is not null then
        grant usage on schema ${[...new Set([schema, next(mainSchema)])].join(', ')} to ${role};
        grant select on ${schema}.${pg.escapeIdentifier(view)} to ${role};
      end if;
    end $$`
}

async function describe(
  client: ClientBase,
  schemas: readonly string[],
  leftOut: readonly LeftOut[],
): Promise<void> {
  const missing = leftOut.map(({ view, member, reason }) => `${view}.${member} (${reason})`)
  const list = missing.length > 0 ? ` Left out: ${missing.join('; ')}.` : ''
  const text = `What Cube's views show, for BI tools. Ask for measures by measure(column).${list}`
  for (const schema of schemas)
    await client.query(`comment on schema ${next(schema)} is ${pg.escapeLiteral(text)}`)
}

/** Renames the schemas, and drops those of before unless somebody still reads them. */
async function swap(client: ClientBase, schemas: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id')
  for (const schema of biSchemas) {
    await client.query(`
      do $$ begin
        if to_regnamespace('${schema}') is not null then
          alter schema ${schema} rename to ${schema}_until_${rows[0]?.id};
        end if;
      end $$`)
  }
  for (const schema of schemas) await client.query(`alter schema ${next(schema)} rename to ${schema}`)
  await dropReplaced(client)
}
