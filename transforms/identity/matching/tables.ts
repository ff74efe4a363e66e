import type { ClientBase } from 'pg'
import type { ModelTables } from './model/stored-model.ts'

/** Where the working state is kept: from run to run, or as long as the connection. */
export type Schema = 'matching' | 'pg_temp'

/** Tables that are there before the first run; `pair` and `record` are made anew by each full run. */
export const fixedTables = ['state', 'link', 'decision', 'cluster', 'review', 'over_shared', 'near_limit']

export function modelTables(schema: Schema): ModelTables {
  return schema === 'matching'
    ? { model: 'ops.identity_model', term: 'ops.identity_term' }
    : { model: 'pg_temp.identity_model', term: 'pg_temp.identity_term' }
}

/** Working tables that end with the connection, the model among them. */
export async function makeScratch(client: ClientBase): Promise<void> {
  for (const table of [...fixedTables, 'pair'])
    await client.query(`create temp table if not exists ${table} (like matching.${table})`)
  for (const table of ['identity_model', 'identity_term'])
    await client.query(`create temp table if not exists ${table} (like ops.${table} including all)`)
}

export function tableKind(schema: Schema): 'temp' | 'unlogged' {
  return schema === 'pg_temp' ? 'temp' : 'unlogged'
}
