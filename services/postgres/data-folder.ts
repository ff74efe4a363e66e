import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from '../../bin/lock.mjs'
import {
  type Binaries,
  canReach,
  makeSharedFolder,
  pathExists,
  type ServerUser,
  sharedFolder,
  withInitdb,
} from './binaries.ts'
import { notCreated } from './failures.ts'
import { isServerOf } from './orphans.ts'

export const superuser = 'clientele'

/** `<home>/postgres` is the data itself, or a link to it if the server's user cannot enter `home`. */
export async function findData(home: string): Promise<string | undefined> {
  const place = join(home, 'postgres')
  if (!(await pathExists(join(place, 'data', 'PG_VERSION')))) return undefined
  return join(await realpath(place), 'data')
}

/**
 * Creates a new cluster in a temporary folder and then moves it into place, so that a kill in between leaves nothing
 * that looks like data, and one of two processes that start at the same time wins.
 */
export async function createData(
  home: string,
  binaries: Binaries,
  user: ServerUser,
  password: string,
): Promise<string> {
  await mkdir(home, { recursive: true })
  await removeLeftovers(home)
  const reachable = canReach(home, user)
  const folder = reachable
    ? join(home, `postgres.new-${process.pid}`)
    : join(sharedFolder, randomBytes(8).toString('hex'))
  if (!reachable) await makeSharedFolder()
  await mkdir(folder, { mode: 0o700 })
  if (user) await chown(folder, user.uid, user.gid)
  await initialise(folder, binaries, user, password)
  const place = join(home, 'postgres')
  try {
    if (reachable) await rename(folder, place)
    else await symlink(folder, place)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (!(await findData(home))) throw error
  }
  return join(await realpath(place), 'data')
}

async function initialise(
  folder: string,
  binaries: Binaries,
  user: ServerUser,
  password: string,
): Promise<void> {
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user) await chown(passwordFile, user.uid, user.gid)
  const options = [
    `--pgdata=${join(folder, 'data')}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    ...characterTypes(binaries.major),
    // an interrupted cluster is deleted, so there is no need to wait for the disk
    '--no-sync',
  ]
  const initdb = await withInitdb(binaries, (program) =>
    spawnSync(program, options, { ...user, cwd: '/', encoding: 'utf8' }),
  )
  await rm(passwordFile)
  if (initdb.status === 0) return
  await rm(folder, { recursive: true, force: true })
  throw notCreated(folder, (initdb.error?.message ?? initdb.stderr).trim())
}

/** Deletes what killed processes left while they created a cluster. */
async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = /^postgres\.new-(\d+)$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await rm(join(home, name), { recursive: true, force: true })
  }
}

export type Postmaster = { readonly pid: number; readonly port: number }

/** The server that postmaster.pid names, if that process is one that works on this data. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const named = await readPostmaster(data)
  return named && (await isServerOf(named.pid, data)) ? named : undefined
}

/**
 * Removes a postmaster.pid whose process id another program has now: Postgres would take that program for its server,
 * and not start. Any other file stays, because Postgres uses it to find sessions of a killed server.
 */
export async function removeMisleadingPid(data: string): Promise<void> {
  const named = await readPostmaster(data)
  if (named && isAlive(named.pid) && !(await isServerOf(named.pid, data)))
    await rm(pidFile(data), { force: true })
}

/** Removes the sockets of a server that was killed, with files that name a process which may be another program now. */
export async function removeLeftSockets(data: string): Promise<void> {
  const files = await readdir(data)
  const left = files.filter((file) => file.startsWith('.s.PGSQL.'))
  for (const file of left) await rm(join(data, file), { force: true })
}

async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(pidFile(data), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const [pid, port] = [Number(lines[0] || NaN), Number(lines[3] || NaN)]
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) ? { pid, port } : undefined
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid')
}

/** Sorting by bytes and Unicode letters, the same on every machine. Postgres 16 needs the system's C.UTF-8. */
function characterTypes(major: number): string[] {
  return major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--lc-ctype=C.UTF-8']
}
