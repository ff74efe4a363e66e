import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { parse } from 'acorn'

/** Hashes of code by the hash of the bytes it was read from: many transforms share the same files. */
const known = new Map<string, string>()

/**
 * A hash of what files and all files in folders do, and of the values the code is given. Comments, white space
 * and types do not count in TypeScript; of all other files (data, libraries, lock files) every byte does.
 */
export function hashCode(paths: readonly string[], settings: readonly string[] = []): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesOf)) hash.update(hashFile(file))
  for (const setting of settings) hash.update(`\0${setting}`)
  return hash.digest('hex').slice(0, 12)
}

function hashFile(file: string): string {
  const bytes = readFileSync(file)
  const hashOfBytes = sha256(bytes)
  if (!file.endsWith('.ts')) return hashOfBytes
  const hash = known.get(hashOfBytes) ?? sha256(program(bytes.toString('utf8')) ?? bytes)
  known.set(hashOfBytes, hash)
  return hash
}

/**
 * The syntax tree of a file without the places of its nodes, so that only a change of the program changes it.
 * Tokens would not do: whether a line break ends a statement is known only to a parser. Null if it cannot be parsed.
 */
function program(code: string): string | null {
  try {
    const tree = parse(stripTypeScriptTypes(code), {
      ecmaVersion: 'latest',
      sourceType: 'module',
      preserveParens: true,
    })
    return JSON.stringify(tree, (key, value: unknown) =>
      key === 'start' || key === 'end' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    )
  } catch {
    return null
  }
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
