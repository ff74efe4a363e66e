import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type SecretName = 'postgres-password' | 'cube-jwt-secret' | 'cube-postgres-password' | 'operator-key'

/** Reads a secret, or creates it at first use. Two processes that start at the same time get the same value. */
export async function secret(stateDir: string, name: SecretName): Promise<string> {
  const folder = join(stateDir, 'secrets')
  const file = join(folder, name)
  const known = await readIfExists(file)
  if (known !== undefined) return known
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  try {
    // unlike rename, link does not replace what another process has just written
    await link(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(file, 'utf8')
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error instanceof Error ? Object.assign(error, { path: file }) : error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
