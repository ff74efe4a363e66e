import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feeds } from '../../seeds/sample/systems.ts'
import { useDatabase } from '../harness/database.ts'

const root = join(import.meta.dirname, '../..')
const db = useDatabase()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-sample-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function sample(...words: string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: db.url, CLIENTELE_HOME: folder }
  const main = join(root, 'cli/main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'sample', ...words], { env })
  return stdout
}

async function state(): Promise<unknown> {
  const { rows } = await db.pool.query(
    `select customers, seed, to_char(today at time zone 'UTC', 'YYYY-MM-DD') as day from ops.sample_state`,
  )
  return rows
}

test('writes files, loads, simulates days, and removes everything again', async () => {
  const files = join(folder, 'files')
  await sample('--customers', '8', '--seed', '9', '--to', files)
  expect((await readdir(files)).sort()).toEqual(
    [...feeds.map(({ entity }) => `${entity.entity}.jsonl`), 'people.csv', 'truth.csv'].sort(),
  )
  const loaded: unknown = JSON.parse(await sample('load', '--customers', '8', '--seed', '9', '--json'))
  expect(loaded).toHaveLength(feeds.length)
  expect(await state()).toEqual([{ customers: 8, seed: 9, day: '2026-10-31' }])
  await sample('--advance', '1d')
  await sample('advance', '2d')
  expect(await state()).toEqual([{ customers: 8, seed: 9, day: '2026-11-03' }])
  expect(await sample('remove')).toContain('shopify.orders')
  expect(await state()).toEqual([])
})

test('no transform reads the truth', async () => {
  const names = await readdir(join(root, 'transforms'), { recursive: true })
  for (const name of names.filter((file) => file.endsWith('.ts'))) {
    expect(await readFile(join(root, 'transforms', name), 'utf8'), name).not.toMatch(
      /sample_(truth|people|state)/,
    )
  }
})
