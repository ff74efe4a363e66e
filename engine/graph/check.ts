import type { ClientBase } from 'pg'
import pg from 'pg'
import { executeFor, explained, runProcedure } from '../declare/procedure.ts'
import type { PublishedQuery } from '../declare/published-query.ts'
import type { Relation } from '../declare/relation.ts'
import { render, Sql, value } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import { ClienteleError } from '../errors.ts'
import { compareColumns, type Promised } from './compare-columns.ts'
import type { Graph } from './graph.ts'
import { unkeyed } from './keys.ts'
import { untagged } from './personal-data.ts'
import type { Problem } from './problem.ts'
import { watching } from './watching.ts'
import { namesIn, remedy, writtenNames, writtenNamesOf } from './written-names.ts'

/** SQL that is not a transform's, such as an expression of a cube, as a statement on published relations. */
export interface Statement {
  readonly at: string
  readonly cube: string
  text(nameOf: (relation: string) => string): string
}

/** A transaction in which every relation is an empty table with the columns of its contract. */
interface Trial {
  readonly client: ClientBase
  readonly nameOf: (relation: Relation) => string
}

/**
 * Has Postgres describe every query against empty tables made from the contracts, and compares the result with what
 * was declared. Procedures and the statements of publication are run on these tables. Everything happens in a schema
 * that nobody else sees, in a transaction that is rolled back.
 */
export async function describeGraph(
  client: ClientBase,
  graph: Graph,
  queries: readonly PublishedQuery[] = [],
  statements: readonly Statement[] = [],
): Promise<Problem[]> {
  const schema = `check_${process.pid}`
  const scratchName = ({ name }: Relation) => `${schema}.${pg.escapeIdentifier(name.replace('.', '__'))}`
  const trial: Trial = { client, nameOf: graph.naming(scratchName, '2000-02-29') }
  const problems: Problem[] = []
  await client.query('begin')
  try {
    await client.query(`create schema ${schema}`)
    for (const relation of [...graph.raw, ...graph.transforms]) {
      await client.query(`create table ${scratchName(relation)} (${columnList(relation)})`)
    }
    for (const t of graph.transforms) {
      problems.push(...writtenNamesOf(t, graph), ...untagged(t, graph), ...unkeyed(t))
      if (t.query instanceof Sql) {
        problems.push(...(await describeAndCompare(trial, t, t.query)))
      } else {
        const program = t.query
        const named = new Set<string>()
        const watched = watching(client, (text) => {
          for (const { name } of namesIn(text, graph)) named.add(name)
        })
        const work = () => runProcedure(watched, t, program, scratchName(t), trial.nameOf, true)
        problems.push(...(await attempt(trial, t, work)))
        for (const name of named)
          problems.push({
            relation: t.name,
            message: `its procedure writes out ${name} by name. ${remedy(name)}`,
            at: null,
          })
      }
      for (const statement of t.onPublish?.(t, value(0)) ?? []) {
        problems.push(...(await attempt(trial, t, () => executeFor(client, t, statement, trial.nameOf))))
      }
      for (const test of t.tests) {
        const tested = await describeQuery(trial, t.name, test.failing(t))
        if ('problem' in tested)
          problems.push({ ...tested.problem, message: `test ${test.name}: ${tested.problem.message}` })
      }
    }
    for (const each of queries) {
      problems.push(...writtenNames(each.name, each.query, graph))
      const values = Object.keys(each.parameters).map(() => null)
      problems.push(...(await describeAndCompare(trial, each, each.query, values)))
    }
    const tableOf = new Map(
      graph.transforms.flatMap((t) => [t.name, `pii.${t.shortName}`].map((name) => [name, scratchName(t)])),
    )
    for (const { at, cube, text } of statements) {
      const sentence = text((relation) => tableOf.get(relation) ?? relation)
      const described = await describeQuery(trial, cube, new Sql([sentence], [], null))
      if ('problem' in described) problems.push({ ...described.problem, at })
    }
  } finally {
    await client.query('rollback')
  }
  return problems
}

/** The column definitions of a relation's table, without `not null`: a failing test says more than Postgres would. */
export function columnList(relation: Relation): string {
  return Object.entries(relation.columns)
    .map(([name, column]) => `${pg.escapeIdentifier(name)} ${column.pgType}`)
    .join(', ')
}

async function describeAndCompare(
  trial: Trial,
  promised: Promised,
  query: Sql,
  values: readonly null[] = [],
): Promise<Problem[]> {
  const found = await describeQuery(trial, promised.name, query, values)
  return 'problem' in found ? [found.problem] : compareColumns(promised, query, found.columns)
}

type Described = { columns: Map<string, string> } | { problem: Problem }

async function describeQuery(
  { client, nameOf }: Trial,
  name: string,
  query: Sql,
  values: readonly null[] = [],
): Promise<Described> {
  const rendered = render(query, nameOf)
  const prefix = 'select * from ('
  await client.query('savepoint describing')
  try {
    const { fields } = await client.query(`${prefix}${rendered.text}\n) described limit 0`, [...values])
    const types = await client.query<{ type: string }>({
      text: 'select format_type(o, nullif(m, -1)) as type from unnest($1::oid[], $2::int[]) with ordinality u(o, m, i) order by i',
      values: [fields.map((f) => f.dataTypeID), fields.map((f) => f.dataTypeModifier)],
    })
    return { columns: new Map(fields.map((f, i) => [f.name, types.rows[i]?.type ?? 'unknown'])) }
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    await client.query('rollback to savepoint describing')
    const offset = Number(error.position ?? 0) - prefix.length - 1
    const message = realNames(explained(error))
    return { problem: { relation: name, message, at: rendered.placeAt(offset) } }
  }
}

/** Runs what Postgres cannot describe, and undoes it. */
async function attempt({ client }: Trial, t: Transform, work: () => Promise<unknown>): Promise<Problem[]> {
  await client.query('savepoint trying')
  try {
    await work()
    return []
  } catch (error) {
    if (!(error instanceof ClienteleError && error.cause instanceof Error)) throw error
    const at = typeof error.fields.at === 'string' ? error.fields.at : null
    return [{ relation: t.name, message: realNames(error.cause.message), at }]
  } finally {
    await client.query('rollback to savepoint trying')
  }
}

/** Replaces the names of scratch tables by those people know: `marts__x` is `marts.x`. */
function realNames(message: string): string {
  return message.replace(/\b(raw|staging|identity|warehouse|marts)__/g, '$1.')
}
