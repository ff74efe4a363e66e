import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ClienteleError } from '#engine'
import { type Binaries, postgresBinaries, type ServerUser, serverUser } from './binaries.ts'
import { createData, findData, findPostmaster, superuser } from './data-folder.ts'
import { postgresTuning } from './tuning.ts'

export type PostgresOptions = {
  /** Holds `postgres/` and `logs/`. */
  readonly home: string
  readonly port: number
  readonly password: string
  readonly tuning?: Readonly<Record<string, string>>
  /** Called before a server is started, never when one is reused. */
  readonly beforeStart?: () => Promise<void>
}

export type RunningPostgres = {
  /** Contains the password, so it must not be shown or logged. */
  url(database: string): string
  readonly data: string
  readonly port: number
  /** False if the server was already running. */
  readonly started: boolean
  /** Stops the server, unless another Clientele process still uses it. */
  release(): Promise<'stopped' | 'kept'>
}

// pg_hba.conf only admits connections from this machine
const host = '127.0.0.1'
const holderName = 'clientele holder'
const startSeconds = 60

/** Starts the embedded server on its data, or attaches to the one that already runs there. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const running = await findPostgres(options)
  if (running) return running
  await options.beforeStart?.()
  const user = serverUser()
  const binaries = await postgresBinaries(user)
  const data =
    (await findData(options.home)) ?? (await createData(options.home, binaries, user, options.password))
  return attach(options, binaries, user, data, launch(options, binaries, user, data))
}

/** The server that runs on this home's data, if there is one. */
export async function findPostgres(options: PostgresOptions): Promise<RunningPostgres | undefined> {
  const data = await findData(options.home)
  if (!data || !(await findPostmaster(data))) return undefined
  const user = serverUser()
  return attach(options, await postgresBinaries(user), user, data, undefined)
}

function launch(options: PostgresOptions, binaries: Binaries, user: ServerUser, data: string): ChildProcess {
  const log = logFile(options.home)
  mkdirSync(join(options.home, 'logs'), { recursive: true })
  const tooLong = (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 20_000_000
  const output = openSync(log, tooLong ? 'w' : 'a', 0o600)
  const tuning = {
    ...postgresTuning(),
    listen_addresses: host,
    unix_socket_directories: '',
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

/** Keeps a connection open that marks the server as in use, and that ends by itself if this process is killed. */
async function attach(
  options: PostgresOptions,
  binaries: Binaries,
  user: ServerUser,
  data: string,
  child: ChildProcess | undefined,
): Promise<RunningPostgres> {
  const { client: holder, port } = await connect(options, data, child)
  return {
    url: (database) => connectionUrl(options, port, database),
    data,
    port,
    started: child !== undefined,
    async release() {
      const others = await holder.query(
        'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
        [holderName],
      )
      await holder.end()
      if (others.rowCount) return 'kept'
      await stop(options, binaries, user, data)
      return 'stopped'
    },
  }
}

async function stop(
  options: PostgresOptions,
  binaries: Binaries,
  user: ServerUser,
  data: string,
): Promise<void> {
  // a separate process group, so that a second Ctrl-C does not interrupt it
  const child = spawn(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '120'], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  })
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve))
  if (await findPostmaster(data)) throw failed('Postgres did not stop within 120 seconds.', options)
}

type Connection = { client: pg.Client; port: number }

async function connect(
  options: PostgresOptions,
  data: string,
  child: ChildProcess | undefined,
): Promise<Connection> {
  const deadline = Date.now() + startSeconds * 1000
  for (;;) {
    const hasExited = !child || child.exitCode !== null || child.signalCode !== null
    const server = await findPostmaster(data)
    if (!server && hasExited) throw failed('Postgres stopped while it was starting.', options)
    if (server) {
      const client = new pg.Client({
        connectionString: connectionUrl(options, server.port, 'postgres'),
        application_name: holderName,
      })
      client.on('error', () => {})
      try {
        await client.connect()
        return { client, port: server.port }
      } catch (error) {
        await client.end().catch(() => {})
        if (hasCode(error, '28P01')) throw wrongPassword(data)
        if (Date.now() > deadline)
          throw failed(`Postgres did not answer within ${startSeconds} seconds.`, options, error)
      }
    }
    await sleep(100)
  }
}

function connectionUrl(options: PostgresOptions, port: number, database: string): string {
  return `postgres://${superuser}:${encodeURIComponent(options.password)}@${host}:${port}/${database}`
}

function logFile(home: string): string {
  return join(home, 'logs', 'postgres.log')
}

function failed(sentence: string, options: PostgresOptions, cause?: unknown): ClienteleError {
  const log = logFile(options.home)
  const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
  return new ClienteleError(
    'postgres-failed',
    `${sentence} Correct what its log says; the last lines of ${log} are:\n${tail}`,
    { log },
    { cause },
  )
}

function wrongPassword(data: string): ClienteleError {
  return new ClienteleError(
    'postgres-password',
    'The embedded Postgres refused the password in .clientele/secrets/postgres-password. ' +
      `Restore the file that was created with ${data}, or move that data away to start with an empty database.`,
    { data },
  )
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
