import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { killOne, placePreviousPages } from '../../bench/setup/kills.ts'
import { operatorHeaders } from '../../services/access/operator.ts'
import { freePort, requireFreePort } from '../../services/ports.ts'
import { loadSettings, type Service } from '../../services/settings.ts'

/** Runs the real command as a process, with separate ports and data. */
let home: string
let environment: NodeJS.ProcessEnv
const main = join(import.meta.dirname, '..', '..', 'cli', 'main.ts')
const started: ChildProcess[] = []
/** What was published when the first test ended. */
let published: Event['published']

beforeAll(async () => {
  // mode 0700, as on a new machine: if root runs this test, Postgres's own user cannot enter
  home = await mkdtemp(join(tmpdir(), 'clientele-up-'))
  const [gateway, cube, sql, postgres] = await Promise.all(Array.from({ length: 4 }, () => freePort()))
  environment = {
    ...process.env,
    DATABASE_URL: '',
    CLIENTELE_HOME: home,
    CLIENTELE_PORT: `${gateway}`,
    CLIENTELE_CUBE_PORT: `${cube}`,
    CLIENTELE_CUBE_SQL_PORT: `${sql}`,
    CLIENTELE_POSTGRES_PORT: `${postgres}`,
  }
  await placePreviousPages(home)
})

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  const place = await realpath(join(home, 'postgres')).catch(() => undefined)
  if (place) {
    // only exists if a test failed before it stopped the server
    const pid = await readFile(join(place, 'data', 'postmaster.pid'), 'utf8').catch(() => undefined)
    if (pid) process.kill(Number.parseInt(pid, 10), 'SIGQUIT')
    await rm(place, { recursive: true, force: true })
  }
  await rm(home, { recursive: true, force: true })
})

/** The process whose id is the first line of a file in the home. */
async function pidIn(file: string): Promise<number> {
  return Number.parseInt(await readFile(join(home, file), 'utf8'), 10)
}

type Event = {
  type: string
  step?: string
  outcome?: string
  text?: string
  code?: string
  message?: string
  published?: { run_id: number }
}

function command(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args, '--json'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const events: Event[] = []
  const exit = once(child, 'exit').then(([code, signal]) => code ?? signal)
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => events.push(JSON.parse(line)))
  const until = async (type: string) => {
    const found = () => events.find((event) => event.type === type)
    while (!found() && child.exitCode === null && child.signalCode === null)
      await new Promise((r) => setTimeout(r, 50))
    if (!found()) throw new Error(`no "${type}" among ${JSON.stringify(events)}`)
  }
  return { child, events, exit, until }
}

async function isFree(...services: Service[]): Promise<boolean> {
  const settings = loadSettings(environment)
  const checks = await Promise.allSettled(services.map((service) => requireFreePort(settings, service)))
  return checks.every((check) => check.status === 'fulfilled')
}

test('up starts all services and prints their addresses, and Ctrl-C stops them and keeps the data', async () => {
  const up = command('up', '--no-sample')
  await up.until('ready')
  const gateway = `http://127.0.0.1:${environment.CLIENTELE_PORT}`
  const asOperator = async () => ({ headers: await operatorHeaders({ stateDir: home }) })

  // strangers learn nothing, and the first user comes in by a link
  expect((await fetch(gateway)).status).toBe(401)
  expect(await (await fetch(`${gateway}/readyz`)).json()).toEqual({ status: expect.any(String) })
  const ready = up.events.find(({ type }) => type === 'ready')
  const { welcome } = z.object({ welcome: z.string() }).parse(ready)
  expect(welcome).toMatch(/\/welcome\?link=[\w-]{43}$/)
  expect((await fetch(welcome)).status).toBe(200)

  // the previous pages are served at once, and while others are drawn; those of the test cannot be
  expect(await (await fetch(gateway, await asOperator())).text()).toBe('previous')
  expect((await fetch(`${gateway}/readyz`, await asOperator())).status).toBe(200)
  const readyz = async () => (await fetch(`${gateway}/readyz`, await asOperator())).json()
  await expect.poll(readyz, { timeout: 60_000 }).toMatchObject({
    status: 'stale',
    pages: { status: 'failed', run_id: 1, error: expect.any(String), next_try_at: expect.any(String) },
    postgres: true,
    reports: true,
    cube: { up: true },
    model_faults: [],
  })
  expect(await (await fetch(gateway, await asOperator())).text()).toBe('previous')
  expect(up.events).toContainEqual({
    type: 'reports',
    text: expect.stringContaining('The pages still show run 1.'),
  })

  const endpoints = await readFile(join(home, 'endpoints.json'), 'utf8')
  const password = await readFile(join(home, 'secrets', 'postgres-password'), 'utf8')
  expect(JSON.parse(endpoints)).toMatchObject({ gateway, pid: up.child.pid })
  expect(endpoints + JSON.stringify(up.events)).not.toContain(password)
  expect((await stat(join(home, 'secrets', 'postgres-password'))).mode & 0o777).toBe(0o600)

  const second = command('up')
  expect(await second.exit).toBe(1)
  expect(second.events).toEqual([expect.objectContaining({ type: 'error', code: 'already-up' })])
  const status = command('status')
  expect(await status.exit).toBe(0)
  expect(status.events[0]).toMatchObject({
    ready: true,
    endpoints: { gateway },
    published: { run_id: 1 },
    pages: { run_id: 1 },
  })

  // what fails is named while it is down, the pages stay, and it comes back by itself
  const problems = async () => (await fetch(`${gateway}/readyz`, await asOperator())).text()
  const isReady = async () => (await fetch(`${gateway}/readyz`, await asOperator())).ok
  for (const [file, name] of [
    ['cube.pid', 'Cube'],
    ['postgres/data/postmaster.pid', 'Postgres'],
  ] as const) {
    process.kill(await pidIn(file), 'SIGKILL')
    await expect.poll(problems, { timeout: 30_000 }).toMatch(new RegExp(`${name} .*Next try in`))
    expect(await isReady()).toBe(false)
    expect(await (await fetch(gateway, await asOperator())).text()).toBe('previous')
    await expect.poll(isReady, { timeout: 120_000 }).toBe(true)
    expect(up.events).toContainEqual({
      type: 'service',
      text: expect.stringMatching(new RegExp(`^${name} works again`)),
    })
  }
  const after = command('status')
  await after.exit
  expect(after.events[0]).toMatchObject({ ready: true, restarts: { postgres: 1, cube: 1 }, problems: [] })

  // a small `npm run bench kills`: it fails if the next build does not work, or if anything is stored in part
  const usual = { load: 2, build: 4, up: 0 }
  const killed = {
    folder: home,
    env: environment,
    gateway,
    random: Math.random,
    files: 0,
    usual,
    up: undefined,
  }
  await killOne(killed, 'build')
  const rebuilt = command('status')
  await rebuilt.exit
  published = rebuilt.events[0]?.published

  up.child.kill('SIGINT')
  expect(await up.exit).toBe(0)
  expect(await isFree('gateway', 'cube', 'cubeSql', 'postgres')).toBe(true)
  await expect(access(join(home, 'endpoints.json'))).rejects.toThrow()
  await access(join(home, 'postgres', 'data', 'PG_VERSION'))
})

test('after a kill -9, the next start takes over the services that are left', async () => {
  const killed = command('up', '--no-sample')
  await killed.until('ready')
  // a Cube that hangs does not notice that its parent is gone, and keeps its port
  process.kill(await pidIn('cube.pid'), 'SIGSTOP')
  killed.child.kill('SIGKILL')
  await killed.exit
  expect(await isFree('postgres')).toBe(false)

  // of two starts at once, one works and the other says so
  const both = [command('up', '--no-sample'), command('up', '--no-sample')]
  const first = await Promise.race(both.map((each) => each.exit.then(() => each)))
  expect(first.events).toEqual([expect.objectContaining({ type: 'error', code: 'already-up' })])
  const next = both.find((each) => each !== first) ?? first
  await next.until('ready')
  const outcome = (step: string) =>
    next.events.find((e) => e.type === 'step-finished' && e.step === step)?.outcome
  expect(outcome('Postgres')).toContain('already running')
  expect(outcome('Warehouse')).toContain(`run ${published?.run_id},`)
  next.child.kill('SIGTERM')
  expect(await next.exit).toBe(0)
  expect(await isFree('postgres')).toBe(true)
})
