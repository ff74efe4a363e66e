import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { withLock } from '../../bin/lock.mjs'
import { type Binaries, postgresBinaries, type ServerUser, serverUser } from './binaries.ts'
import {
  createData,
  findData,
  findPostmaster,
  removeLeftSockets,
  removeMisleadingPid,
  superuser,
} from './data-folder.ts'
import { failed, logFile, orphaned, orphansLeft, tailOf, wrongPassword } from './failures.ts'
import { endOrphans } from './orphans.ts'
import { postgresTuning } from './tuning.ts'

export type PostgresOptions = {
  /** Holds `postgres/` and `logs/`. */
  readonly home: string
  readonly port: number
  readonly password: string
  readonly tuning?: Readonly<Record<string, string>>
  /** Called before a server is started, never when one is reused, and again if it did not start. */
  readonly beforeStart?: () => Promise<void>
}

export type RunningPostgres = {
  /** Contains the password, so it must not be shown or logged. */
  url(database: string): string
  /** The same by a socket, for who asks many times a second: it costs a fifth less of the processor. `url` where there is none. */
  socketUrl(database: string): string
  readonly data: string
  readonly port: number
  /** False if the server was already running. */
  readonly started: boolean
  /** How many sessions of a killed server were ended before this one could start. */
  readonly orphans: number
  /** Resolves when the server, or this process's connection to it, has ended without `release`; says what happened. */
  readonly ended: Promise<string>
  /** Stops the server, unless another Clientele process still uses it. */
  release(): Promise<'stopped' | 'kept'>
}

// pg_hba.conf only admits connections from this machine
const host = '127.0.0.1'
const holderName = 'clientele holder'
/** How long a server may be silent while it starts. One that says that it repairs its data may take longer. */
const startSeconds = 60

/** Starts the embedded server on its data, or attaches to the one that already runs there. */
export function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  return oneAtATime(options.home, async () => {
    const running = await attachToRunning(options)
    if (running) return running
    await options.beforeStart?.()
    const user = serverUser()
    const binaries = await postgresBinaries(user)
    const data =
      (await findData(options.home)) ?? (await createData(options.home, binaries, user, options.password))
    const place = { options, binaries, user, data, orphans: await endOrphans(data) }
    await removeMisleadingPid(data)
    await removeLeftSockets(data)
    const deadline = Date.now() + startSeconds * 1000
    for (;;) {
      const server = await attach(place, launch(place))
      if (server) return server
      await options.beforeStart?.()
      if (!tailOf(options.home).includes(orphansLeft))
        throw failed('Postgres stopped while it was starting.', options.home)
      if (Date.now() > deadline) throw orphaned(data, options.home)
      await sleep(1000)
    }
  })
}

/** The server that runs on this home's data, if there is one. */
export async function findPostgres(options: PostgresOptions): Promise<RunningPostgres | undefined> {
  const data = await findData(options.home)
  if (!data || !(await findPostmaster(data))) return undefined
  return oneAtATime(options.home, () => attachToRunning(options))
}

async function attachToRunning(options: PostgresOptions): Promise<RunningPostgres | undefined> {
  const data = await findData(options.home)
  if (!data || !(await findPostmaster(data))) return undefined
  const user = serverUser()
  return attach({ options, binaries: await postgresBinaries(user), user, data, orphans: 0 }, undefined)
}

/** One process at a time starts, attaches to or stops the server of a home. */
function oneAtATime<T>(home: string, work: () => Promise<T>): Promise<T> {
  return withLock(join(home, 'postgres.lock'), {}, work)
}

type Place = {
  readonly options: PostgresOptions
  readonly binaries: Binaries
  readonly user: ServerUser
  readonly data: string
  readonly orphans: number
}

function launch({ options, binaries, user, data }: Place): ChildProcess {
  const log = logFile(options.home)
  mkdirSync(join(options.home, 'logs'), { recursive: true })
  const tooLong = (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 20_000_000
  const output = openSync(log, tooLong ? 'w' : 'a', 0o600)
  const tuning = {
    ...postgresTuning(),
    listen_addresses: host,
    unix_socket_directories: socketFolder(data) ?? '',
    ...options.tuning,
  }
  const flags = Object.entries(tuning).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // a separate process group, so that Ctrl-C in a terminal does not stop the database before Cube
  const child = spawn(binaries.postgres, ['-D', data, '-p', `${options.port}`, ...flags], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  })
  child.on('error', () => {})
  child.unref()
  closeSync(output)
  return child
}

/**
 * Keeps a connection open that marks the server as in use, and that ends by itself if this process is killed.
 * Undefined if the server stops before it can be used.
 */
async function attach(place: Place, child: ChildProcess | undefined): Promise<RunningPostgres | undefined> {
  const { options, data, orphans } = place
  const connection = await connect(place, child)
  if (!connection) return undefined
  const { client: holder, port, pid } = connection
  let isLost = false
  const lost = new Promise<void>((resolve) => holder.once('end', resolve)).then(() => {
    isLost = true
  })
  return {
    url: (database) => connectionUrl(options, port, database),
    socketUrl: (database) => socketUrl(options, data, port, database),
    data,
    port,
    started: child !== undefined,
    orphans,
    ended: lost.then(async () => {
      // a killed session makes the server end all others, and continue; give a killed server time to disappear
      await sleep(200)
      return (await findPostmaster(data))?.pid === pid
        ? 'has ended all its connections, because one of its processes was killed or broke down'
        : 'has stopped, or was killed'
    }),
    release: () => oneAtATime(options.home, () => release(place, holder, isLost)),
  }
}

async function release(place: Place, holder: pg.Client, isLost: boolean): Promise<'stopped' | 'kept'> {
  // the connection broke if the server was killed; another process may have started it since
  const client = isLost ? (await connect(place, undefined))?.client : holder
  if (!client) return 'stopped'
  const others = await client.query(
    'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
    [holderName],
  )
  await client.end()
  if (others.rowCount) return 'kept'
  await stop(place)
  return 'stopped'
}

async function stop({ options, binaries, user, data }: Place): Promise<void> {
  if (!(await findPostmaster(data))) return
  // a separate process group, so that a second Ctrl-C does not interrupt it
  const child = spawn(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '120'], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  })
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve))
  if (await findPostmaster(data)) throw failed('Postgres did not stop within 120 seconds.', options.home)
}

type Connection = { client: pg.Client; port: number; pid: number }

async function connect(
  { options, data }: Place,
  child: ChildProcess | undefined,
): Promise<Connection | undefined> {
  let deadline = Date.now() + startSeconds * 1000
  for (;;) {
    const hasExited = !child || child.exitCode !== null || child.signalCode !== null
    const server = await findPostmaster(data)
    if (!server && hasExited) return undefined
    if (server) {
      const client = new pg.Client({
        connectionString: connectionUrl(options, server.port, 'postgres'),
        application_name: holderName,
        connectionTimeoutMillis: 10_000,
        keepAlive: true,
      })
      client.on('error', () => {})
      try {
        await client.connect()
        return { client, ...server }
      } catch (error) {
        await client.end().catch(() => {})
        if (hasCode(error, '28P01')) throw wrongPassword(data)
        // after a crash it repairs its data, which takes as long as it takes
        if (hasCode(error, '57P03')) deadline = Date.now() + startSeconds * 1000
        if (Date.now() > deadline)
          throw failed(`Postgres did not answer within ${startSeconds} seconds.`, options.home, error)
      }
    }
    await sleep(100)
  }
}

function connectionUrl(options: PostgresOptions, port: number, database: string): string {
  return `postgres://${superuser}:${encodeURIComponent(options.password)}@${host}:${port}/${database}`
}

/** Nobody but the server and its user can enter the folder of the data. Sockets cannot have long paths. */
function socketFolder(data: string): string | undefined {
  const canBe = process.platform !== 'win32' && Buffer.byteLength(data) < 80 && !/[,"']/.test(data)
  return canBe ? data : undefined
}

function socketUrl(options: PostgresOptions, data: string, port: number, database: string): string {
  const folder = socketFolder(data)
  // a server that an earlier version started has none
  if (folder === undefined || !existsSync(join(folder, `.s.PGSQL.${port}`)))
    return connectionUrl(options, port, database)
  const query = new URLSearchParams({ host: folder, port: `${port}` })
  return `postgres://${superuser}:${encodeURIComponent(options.password)}@/${database}?${query}`
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
