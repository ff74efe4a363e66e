import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCube } from '../../services/cube/cube.ts'
import type { ModelFile } from '../../services/cube/model-files.ts'
import { sqlNeedsAddon } from '../../services/cube/portable.ts'
import { isHeardFrom, newGreeting } from '../../services/cube/sql-greeting.ts'
import { freePort } from '../../services/ports.ts'
import { loadSettings } from '../../services/settings.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { startTestCube } from './running.ts'
import { loginServer } from './wire.ts'

const root = join(import.meta.dirname, '../..')
let database: TestDatabase
let home: string
beforeAll(async () => {
  database = await cloneDatabase()
  home = await mkdtemp(join(tmpdir(), 'clientele-cube-'))
})
afterAll(async () => {
  await database.drop()
  await rm(home, { recursive: true, force: true })
})

function listens(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 2000 })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('timeout', () => resolve(false)).once('close', () => socket.destroy())
    socket.once('connect', () => socket.destroy())
  })
}

test('it starts before the first build, listens on loopback only, and ends when stopped', async () => {
  const cube = await startTestCube(database.url)
  const port = cube.settings.ports.cube
  expect(await listens(port)).toBe(true)
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  for (const { address, internal, family } of addresses)
    if (!internal && family === 'IPv4') expect(await listens(port, address)).toBe(false)
  expect(cube.cube.sqlPort).toBe(null)
  expect(await listens(cube.settings.ports.cubeSql)).toBe(false)
  if (cube.cube.mode === 'portable') {
    const { status, body } = await cube.post('/v1/cubesql', { query: 'select 1' }, ['analyst'])
    expect({ status, error: body.error }).toEqual({ status: 501, error: sqlNeedsAddon })
    expect(await listens(port)).toBe(true)
  }
  await cube.stop()
  expect(await listens(port)).toBe(false)
})

test('it ends with the process that started it, even if that is killed', async () => {
  const port = await freePort()
  const script = `
    const { startCube } = await import('./services/cube/cube.ts')
    const { loadSettings } = await import('./services/settings.ts')
    const { url } = await startCube(loadSettings(), process.env.DATABASE_URL)
    console.log(url)
    setInterval(() => {}, 1000)`
  const env = {
    ...process.env,
    CLIENTELE_HOME: home,
    CLIENTELE_CUBE_PORT: String(port),
    DATABASE_URL: database.url,
  }
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env })
  await once(parent.stdout, 'data')
  expect(await listens(port)).toBe(true)
  parent.kill('SIGKILL')
  for (let waited = 0; waited < 60_000 && (await listens(port)); waited += 100) await pause(100)
  expect(await listens(port)).toBe(false)
})

test('a failed start names the log, and the log holds no password', async () => {
  const settings = loadSettings({ CLIENTELE_HOME: home, CLIENTELE_CUBE_PORT: String(await freePort()) })
  const url = `postgres://nobody:hunter2@127.0.0.1:${await freePort()}/none`
  const failure = await startCube(settings, url).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'cube-failed', fields: { logFile: join(home, 'logs/cube.log') } })
  const log = await readFile(join(home, 'logs/cube.log'), 'utf8')
  expect(log).toContain('ECONNREFUSED')
  expect(log + String(failure)).not.toContain('hunter2')
})

test('the SQL port is ours only if a login on it arrives here', async () => {
  const greeting = newGreeting()
  const passwords: string[] = []
  const ours = await loginServer(async (user, password) => {
    passwords.push(password)
    if (!greeting.isIt(user)) throw new Error('nobody')
  })
  try {
    // Postgres speaks the same protocol, and also refuses this user
    expect(await isHeardFrom(Number(new URL(database.url).port), greeting, 2)).toBe(false)
    expect(await isHeardFrom(await freePort(), greeting, 2)).toBe(false)
    const another = await loginServer(async () => {})
    expect(await isHeardFrom(another.port, greeting, 2)).toBe(false)
    await another.stop()
    expect(greeting.isIt('greeting')).toBe(false)
    expect(await isHeardFrom(ours.port, greeting)).toBe(true)
    expect(passwords).toEqual(['none'])
    // nobody gets in by repeating it
    expect(greeting.isIt(greeting.user)).toBe(false)
  } finally {
    await ours.stop()
  }
})

/** The files of the model after one edit. */
function edited(files: readonly ModelFile[], name: string, from: string, to: string): ModelFile[] {
  return files.map(({ file, text }) => ({ file, text: file.endsWith(name) ? text.replace(from, to) : text }))
}

test('another model is served without a restart, and a faulty one is not', async () => {
  const test = await startTestCube(database.url)
  try {
    const first = test.cube.model()
    // in the second, a measure has another title, and analysts do not see the entity
    const others = '{ groups: [executive, admin, pii], member_level: { includes: "*" } }'
    const hidden = '{ group: analyst, member_level: { includes: "*", excludes: [entity] } }'
    const second = edited(
      edited(first, 'source_freshness.yml', 'title: Entities', 'title: Kinds of records'),
      'views/data_quality.yml',
      '{ groups: [executive, analyst, admin, pii], member_level: { includes: "*" } }',
      `${others}\n      - ${hidden}`,
    )
    const ask = async () => {
      const { status, body } = await test.post(
        '/v1/load',
        { query: { dimensions: ['data_quality.entity'], measures: ['data_quality.entity_count'] } },
        ['analyst'],
      )
      return `${status} ${JSON.stringify(body.error ?? body.annotation)}`
    }
    const [before = ''] = [await ask()]
    expect(before).toContain('200')
    expect(await test.cube.useModel(second)).toEqual([])
    const after = await ask()
    expect(after).toContain('403')
    // requests that overlap with a change are answered by one of the two, never by a mixture
    for (const model of [first, second]) {
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 10 }, (_, at) => pause(at * 20).then(ask))),
        test.cube.useModel(model),
      ])
      for (const answer of answers) expect([before, after]).toContain(answer)
    }
    expect(await ask()).toBe(after)

    const faulty = edited(
      first,
      'source_freshness.yml',
      'sql: "{CUBE}.source"',
      'sql: "{no_such_cube}.source"',
    )
    expect(await test.cube.useModel(faulty)).toEqual([
      expect.objectContaining({ file: 'model/cubes/source_freshness.yml', line: expect.any(Number) }),
    ])
    expect(await ask()).toBe(after)
    expect(test.cube.model()).toBe(second)
  } finally {
    await test.stop()
  }
})
