import type { ClientBase } from 'pg'
import pg from 'pg'
import { runProcedure, transformFailed } from '../declare/procedure.ts'
import { render, Sql } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import { columnList } from '../graph/check.ts'
import { isConnectionLost } from '../postgres/lost.ts'
import type { BuildContext } from './context.ts'
import { copyDerived } from './derive-rows.ts'

/** Creates the table of a transform with its rows, and returns how many there are. */
export async function fill(
  run: BuildContext,
  t: Transform,
  table: string,
  client: ClientBase,
  reader: ClientBase | null,
): Promise<number> {
  const { derive } = t
  const isOneStatement = t.query instanceof Sql && !(derive && reader)
  if (!isOneStatement) await client.query(`create table ${table} (${columnList(t)})`)
  if (!(t.query instanceof Sql)) return runProcedure(client, t, t.query, table, run.nameOf, false)
  const rendered = render(t.query, run.nameOf)
  const prefix = `create table ${table} as select ${typedColumns(t)} from (`
  try {
    if (derive && reader) {
      const passed = Object.keys(t.columns).filter((name) => !derive.adds.includes(name))
      return await copyDerived(reader, client, rendered.text, { table, passed }, derive, run.asOf)
    }
    return await createFilled(client, `${prefix}${rendered.text}\n) query`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || isConnectionLost(error)) throw error
    throw transformFailed(t, error, rendered.placeAt(Number(error.position ?? 0) - prefix.length - 1))
  }
}

/**
 * To create a table with its rows is faster than to insert them. Parallel workers are left out: they add up inexact numbers in
 * another order each time, and the cores have other tables to build.
 */
async function createFilled(client: ClientBase, statement: string): Promise<number> {
  await client.query('set local max_parallel_workers_per_gather = 0')
  const { rowCount } = await client.query(statement)
  await client.query('set local max_parallel_workers_per_gather to default')
  return rowCount ?? 0
}

function typedColumns(t: Transform): string {
  return Object.entries(t.columns)
    .map(([name, { pgType }]) => {
      const column = pg.escapeIdentifier(name)
      return `${column}::${pgType} as ${column}`
    })
    .join(', ')
}
