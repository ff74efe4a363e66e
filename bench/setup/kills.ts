import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { isAlive } from '../../bin/lock.mjs'
import { freePort } from '../../services/ports.ts'
import { createPool } from '../../services/postgres/database.ts'

export const victims = ['build', 'load', 'Cube', 'Postgres', 'session', 'up', 'launcher'] as const
export type Victim = (typeof victims)[number]

/** What was killed, how long after what it was doing had begun, and how long the recovery took, in seconds. */
export type Kill = { readonly victim: Victim; readonly after: number; readonly recovered: number }

export type Event = { type: string; code?: string; message?: string; text?: string }

const root = join(import.meta.dirname, '../..')
const main = join(root, 'cli/main.ts')
const launcher = join(root, 'bin/clientele.mjs')
const linesOfFile = 2000

/** A Clientele of its own: its data, its ports, and the files that were loaded into it. */
export type Home = {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly gateway: string
  /** Numbers from 0 to 1, the same for the same seed. */
  readonly random: () => number
  files: number
  /** How long a load, a build and a start took the last time; a kill comes at a random moment of it. */
  readonly usual: { load: number; build: number; up: number }
  up: Command | undefined
}

export async function openHome(random: () => number): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-kills-'))
  const ports = await Promise.all(Array.from({ length: 4 }, () => freePort()))
  await placePreviousPages(folder)
  return {
    folder,
    env: {
      ...process.env,
      DATABASE_URL: '',
      CLIENTELE_HOME: folder,
      CLIENTELE_PORT: `${ports[0]}`,
      CLIENTELE_CUBE_PORT: `${ports[1]}`,
      CLIENTELE_CUBE_SQL_PORT: `${ports[2]}`,
      CLIENTELE_POSTGRES_PORT: `${ports[3]}`,
    },
    gateway: `http://127.0.0.1:${ports[0]}`,
    random,
    files: 0,
    usual: { load: 2, build: 10, up: 10 },
    up: undefined,
  }
}

export async function closeHome(home: Home): Promise<void> {
  home.up?.child.kill('SIGTERM')
  await home.up?.exit
  const place = await realpath(join(home.folder, 'postgres')).catch(() => undefined)
  const left = await pidIn(home, 'postgres/data/postmaster.pid').catch(() => undefined)
  if (left) process.kill(left, 'SIGQUIT')
  if (place) await rm(place, { recursive: true, force: true })
  await rm(home.folder, { recursive: true, force: true })
}

/** Gives a home pages that were drawn before. Drawing others, which takes a minute, fails at once: its log is a folder. */
export async function placePreviousPages(home: string): Promise<void> {
  const folder = join(home, 'pages', '1-previous')
  await mkdir(folder, { recursive: true })
  await mkdir(join(home, 'logs', 'reports.log'), { recursive: true })
  await writeFile(join(folder, 'index.html'), 'previous')
  const pages = { folder, stamp: 'of previous', runId: 1, builtAt: '2026-01-01T00:00:00Z' }
  await writeFile(join(home, 'pages', 'current.json'), JSON.stringify(pages))
}

export type Command = {
  readonly child: ChildProcess
  readonly events: readonly Event[]
  readonly exit: Promise<number | NodeJS.Signals>
}

export function command(home: Home, program: string, ...args: string[]): Command {
  const child = spawn(process.execPath, [program, ...args, '--json'], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const events: Event[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) events.push(JSON.parse(line))
  })
  const exit = once(child, 'exit').then(([code, signal]): number | NodeJS.Signals => code ?? signal)
  return { child, events, exit }
}

export async function startUp(home: Home, program = main): Promise<void> {
  const started = performance.now()
  const up = command(home, program, 'up', '--no-sample')
  home.up = up
  while (!up.events.some(({ type }) => type === 'ready')) {
    if (up.child.exitCode !== null || up.child.signalCode !== null)
      throw new Error(`up ended: ${JSON.stringify(up.events.slice(-3))}`)
    await sleep(50)
  }
  home.usual.up = (performance.now() - started) / 1000
  await waitUntilReady(home)
}

async function waitUntilReady(home: Home): Promise<void> {
  let problem = ''
  for (let waited = 0; waited < 120_000; waited += 200) {
    const response = await fetch(`${home.gateway}/readyz`).catch(() => undefined)
    if (response?.ok) return
    problem = (await response?.text()) ?? 'no answer'
    await sleep(200)
  }
  throw new Error(`not ready after two minutes: ${problem}`)
}

/** Kills one process at a random moment, has everything recover by itself, and checks what is stored. */
export async function killOne(home: Home, victim: Victim): Promise<Kill> {
  const started = performance.now()
  const { after, working } = await kill(home, victim)
  const killed = performance.now()
  const outcome = await working?.exit
  const error = working?.events.find(({ type }) => type === 'error')
  if (error?.code === 'unexpected') throw new Error(`${victim}: ${error.message}`)
  // a launcher that was killed while it installed goes on with that
  if (victim === 'up' || victim === 'launcher') await startUp(home, victim === 'up' ? main : launcher)
  await waitUntilReady(home)
  // what was interrupted is done again, as a person would
  if (victim === 'load' && outcome !== 0) home.files--
  await loadNext(home)
  await finish(home, 'build')
  const recovered = (performance.now() - killed) / 1000
  await check(home)
  return { victim, after: after ?? (killed - started) / 1000, recovered }
}

async function kill(home: Home, victim: Victim): Promise<{ after?: number; working?: Command }> {
  const moment = (seconds: number) => sleep(home.random() * seconds * 1000)
  if (victim === 'up' || victim === 'launcher') {
    const { up } = home
    if (up) up.child.kill('SIGTERM')
    await up?.exit
    const again = command(home, victim === 'up' ? main : launcher, 'up', '--no-sample')
    const started = performance.now()
    // also a while after the start
    await moment(home.usual.up * 1.3)
    const [server] = await readdir(join(home.folder, 'up.lock')).catch(() => [])
    again.child.kill('SIGKILL')
    await again.exit
    if (victim === 'launcher' && server) await waitForEnd(Number(server))
    return { after: (performance.now() - started) / 1000 }
  }
  if (victim === 'load') {
    const working = command(home, main, 'load', 'online_retail.transactions', await nextFile(home))
    await moment(home.usual.load)
    working.child.kill('SIGKILL')
    return { working }
  }
  await loadNext(home)
  const working = command(home, main, 'build')
  await moment(home.usual.build)
  if (victim === 'build') working.child.kill('SIGKILL')
  if (victim === 'Cube') process.kill(await pidIn(home, 'cube.pid'), 'SIGKILL')
  if (victim === 'Postgres') process.kill(await pidIn(home, 'postgres/data/postmaster.pid'), 'SIGKILL')
  if (victim === 'session') await killSession(home)
  return { working }
}

/** Kills a process of Postgres that works on a statement. */
async function killSession(home: Home): Promise<void> {
  const { rows } = await ask(home, (pool) =>
    pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
       order by state = 'active' desc, pid limit 1`,
    ),
  )
  if (rows[0]) process.kill(rows[0].pid, 'SIGKILL')
}

async function waitForEnd(pid: number): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 50) {
    if (!isAlive(pid)) return
    await sleep(50)
  }
  throw new Error(`process ${pid} goes on, although its launcher was killed`)
}

async function pidIn(home: Home, file: string): Promise<number> {
  return Number.parseInt(await readFile(join(home.folder, file), 'utf8'), 10)
}

/** Files hold lines that differ from those of all others; the sum of each is a round number of pounds. */
async function nextFile(home: Home): Promise<string> {
  home.files++
  await mkdir(join(home.folder, 'files'), { recursive: true })
  const path = join(home.folder, 'files', `${home.files}.csv`)
  const head = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'
  const lines = Array.from({ length: linesOfFile }, (_, line) => {
    const invoice = 600_000 + home.files * linesOfFile + Math.floor(line / 4)
    const customer = 10_000 + (line % 300)
    return `${invoice},85123A,LANTERN ${line % 4},${(line % 9) + 1},2010-12-01 08:26:00,2.55,${customer},United Kingdom`
  })
  await writeFile(path, `${[head, ...lines].join('\n')}\n`)
  return path
}

async function loadNext(home: Home): Promise<void> {
  await finish(home, 'load', 'online_retail.transactions', await nextFile(home))
}

async function finish(home: Home, name: 'load' | 'build', ...args: string[]): Promise<void> {
  const started = performance.now()
  const work = command(home, main, name, ...args)
  const outcome = await work.exit
  if (outcome !== 0)
    throw new Error(`${name} ended with ${outcome}: ${JSON.stringify(work.events.slice(-1))}`)
  home.usual[name] = (performance.now() - started) / 1000
}

async function ask<T>(home: Home, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const password = await readFile(join(home.folder, 'secrets', 'postgres-password'), 'utf8')
  const port = home.env.CLIENTELE_POSTGRES_PORT
  const pool = createPool(`postgres://clientele:${password}@127.0.0.1:${port}/clientele`, 1)
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

/** Fails if anything is stored or shown in part. */
async function check(home: Home): Promise<void> {
  const faults = await ask(home, async (pool) => {
    const { rows } = await pool.query<{ fault: string }>(faultsIn, [home.files * linesOfFile])
    const views = await pool.query<{ view: string }>(
      `select format('%I.%I', schemaname, viewname) as view from pg_views
       where schemaname in ('staging', 'identity', 'warehouse', 'marts', 'ops')`,
    )
    for (const { view } of views.rows) await pool.query(`select count(*) from ${view}`)
    return rows.map(({ fault }) => fault)
  })
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

const faultsIn = `
  with amounts as (
    select
      (select count(*) from raw.online_retail__transactions) as raw_lines,
      (select sum((r.record ->> 'Quantity')::numeric * (r.record ->> 'UnitPrice')::numeric)
       from (select to_jsonb(t) as record from raw.online_retail__transactions as t) as r) as raw_amount,
      (select count(*) from warehouse.fct_order_lines) as fact_lines,
      (select sum(net_amount) from warehouse.fct_order_lines) as fact_amount
  )
  select format('%s lines are stored, not %s', raw_lines, $1::bigint) as fault from amounts where raw_lines <> $1::bigint
  union all
  select format('%s lines of orders, not %s', fact_lines, raw_lines) from amounts where fact_lines <> raw_lines
  union all
  select format('orders of %s, not %s', fact_amount, raw_amount) from amounts where fact_amount <> raw_amount
  union all
  select format('run %s is %s', run_id, status) from ops.runs where status = 'running'
  union all
  select format('load %s is %s', load_id, status) from ops.loads where status = 'running'`
