import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { makeCompany } from './company.ts'
import { startTestCube, type TestCube } from './running.ts'

const root = join(import.meta.dirname, '../..')
let guide: string
let database: TestDatabase
let cube: TestCube
beforeAll(async () => {
  guide = await readFile(join(root, 'docs/adding-a-metric.md'), 'utf8')
  database = await cloneDatabase()
  await makeCompany(database.pool)
  cube = await startTestCube(database.url)
})
afterAll(async () => {
  await cube?.stop()
  await database?.drop()
})

test('the query in the guide is answered for the token in the guide', async () => {
  const query = /query=(\{.*\})'/.exec(guide)?.[1] ?? ''
  const command = /\$\(npx clientele ([^)]*)\)/.exec(guide)?.[1]?.split(' ') ?? []
  const env = { ...process.env, CLIENTELE_HOME: cube.settings.stateDir }
  const token = execFileSync(process.execPath, ['cli/main.ts', ...command], {
    cwd: root,
    env,
    encoding: 'utf8',
  }).trim()
  const response = await fetch(`${cube.cube.url}/cubejs-api/v1/load?query=${encodeURIComponent(query)}`, {
    headers: { authorization: token },
  })
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('"orders.country":"France"')
})
