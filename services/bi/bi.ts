import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase, Pool } from 'pg'
import { messageOf } from '#engine'
import { company } from '#settings'
import type { Dependents } from '../../engine/build/dependents.ts'
import { compiledModel } from '../cube/model-compile.ts'
import { type ModelFile, readModelFiles } from '../cube/model-files.ts'
import { publishBi } from './publish.ts'
import { dropReplaced, releaseBi } from './retire.ts'
import { biSchemas } from './schemas.ts'
import type { BiModel, LeftOut } from './view.ts'

/** What became of the schemas. */
export type BiState = { readonly leftOut: readonly LeftOut[]; readonly problem: string | null }

/** Has the schemas made from now on: now if anything is published, and with every publication. */
export async function requestBi(pool: Pool, root: string): Promise<BiState> {
  await pool.query(`insert into ops.bi (model_hash, model) values ('', 'null') on conflict do nothing`)
  const { rows } = await pool.query<{ isPublished: boolean }>(
    'select exists (select from ops.publications) as "isPublished"',
  )
  if (rows[0]?.isPublished) return renewBi(pool, root)
  return { leftOut: [], problem: 'Nothing is published yet: the first build makes it' }
}

/** Makes the schemas again if the model has changed since they were made. Does nothing unless they were asked for. */
export async function renewBi(pool: Pool, root: string): Promise<BiState> {
  const before = await readState(pool)
  if (!before) return { leftOut: [], problem: null }
  const files = await readModelFiles(root)
  const hash = await hashOf(files)
  if (before.made_hash === hash && before.exists) return { leftOut: before.left_out, problem: before.problem }
  const model = await compiled(pool, files, hash)
  return inTransaction(pool, async (client) => {
    await lockBi(client)
    return remake(client, model)
  })
}

async function inTransaction<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

/** What a publication does with the schemas: nothing until somebody has asked for them. */
export async function biDependents(pool: Pool, root: string): Promise<Dependents | undefined> {
  if (!(await readState(pool))) return undefined
  // what they read can go then, too
  await inTransaction(pool, dropReplaced)
  const files = await readModelFiles(root)
  const model = await compiled(pool, files, await hashOf(files))
  return {
    schemas: biSchemas,
    release: async (client) => {
      await lockBi(client)
      await releaseBi(client)
    },
    restore: async (client) => (await remake(client, model)).problem,
  }
}

/** One at a time, so that no transaction that ends later leaves the schemas of an earlier publication. */
async function lockBi(client: ClientBase): Promise<void> {
  await client.query('lock table ops.bi in share row exclusive mode')
}

/** Makes the schemas from the model. If that fails, everything else in the transaction stays, and the reason is kept. */
async function remake(client: ClientBase, model: BiModel | Error): Promise<BiState> {
  await client.query('savepoint bi')
  try {
    if (model instanceof Error) throw model
    await lockBi(client)
    const leftOut = await publishBi(client, model)
    await client.query(
      `update ops.bi set made_hash = model_hash, made_at = clock_timestamp(), left_out = $1, problem = null`,
      [JSON.stringify(leftOut)],
    )
    return { leftOut, problem: null }
  } catch (error) {
    await client.query('rollback to savepoint bi')
    const problem = messageOf(error)
    await client.query('update ops.bi set made_hash = null, problem = $1', [problem]).catch(async () => {
      // somebody else is making them, and will find what this transaction publishes
      await client.query('rollback to savepoint bi')
    })
    return { leftOut: [], problem }
  }
}

/** The model, or why Cube does not accept it. */
async function compiled(pool: Pool, files: readonly ModelFile[], hash: string): Promise<BiModel | Error> {
  return biModel(pool, files, hash).catch((error) => new Error(messageOf(error)))
}

/** The model as it was last compiled, unless its files have changed. */
async function biModel(pool: Pool, files: readonly ModelFile[], hash: string): Promise<BiModel> {
  const { rows } = await pool.query<{ model: BiModel }>('select model from ops.bi where model_hash = $1', [
    hash,
  ])
  if (rows[0]) return rows[0].model
  const model = await readBiModel(files)
  await pool.query(
    `insert into ops.bi (model_hash, model) values ($1, $2)
     on conflict (is_only) do update set model_hash = excluded.model_hash, model = excluded.model`,
    [hash, JSON.stringify(model)],
  )
  return model
}

/** Cube's compiler takes some seconds. */
export async function readBiModel(files: readonly ModelFile[]): Promise<BiModel> {
  // loaded after Cube's addon was replaced, which the compiler reads while it loads
  return compiledModel(files, async (compiled) => (await import('./resolve.ts')).resolveModel(compiled))
}

/** Also of the code that reads the model, so that the schemas follow an upgrade. */
async function hashOf(files: readonly ModelFile[]): Promise<string> {
  const hash = createHash('sha256').update(company.currency)
  for (const { file, text } of files) hash.update(`\n${file}\n${text}`)
  for (const name of (await readdir(import.meta.dirname)).sort())
    hash.update(`\n${name}\n`).update(await readFile(join(import.meta.dirname, name)))
  return hash.digest('hex')
}

type StoredState = { made_hash: string | null; left_out: LeftOut[]; problem: string | null; exists: boolean }

async function readState(pool: Pool): Promise<StoredState | undefined> {
  const { rows } = await pool.query<StoredState>(
    `select made_hash, left_out, problem, to_regnamespace('bi') is not null as exists from ops.bi`,
  )
  return rows[0]
}
