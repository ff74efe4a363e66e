import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type DerivedValue = string | number | boolean | null

/**
 * Columns that SQL cannot fill, such as a phone number in E.164: the query's rows are streamed through a pure
 * function. The same function serves a single record.
 */
export interface Derivation<I extends string = string, out A extends string = string> {
  /** Text columns of the query that the function is given. */
  readonly from: readonly I[]
  /** Columns of the contract that it fills. */
  readonly adds: readonly A[]
  with(row: Readonly<Record<I, string | null>>): Readonly<Record<string, DerivedValue>>
  /** A hash of the code the function is made of: other code gives another version of the table. */
  readonly codeHash: string
}

/**
 * Declares a derivation. `code` names the files and folders (all their files) that the function is written in,
 * and the lock file if it uses a library; `settings` are the values it was made with.
 */
export function derive<const I extends string, const A extends string>(spec: {
  readonly from: readonly I[]
  readonly adds: readonly A[]
  readonly with: (row: Readonly<Record<I, string | null>>) => Readonly<Record<A, DerivedValue>>
  readonly code: readonly string[]
  readonly settings?: readonly string[]
}): Derivation<I, A> {
  return { from: spec.from, adds: spec.adds, with: spec.with, codeHash: hashCode(spec.code, spec.settings) }
}

/** A hash of files, of all files in folders, and of the values that the code is given. */
export function hashCode(paths: readonly string[], settings: readonly string[] = []): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesOf)) hash.update(readFileSync(file))
  for (const setting of settings) hash.update(`\0${setting}`)
  return hash.digest('hex').slice(0, 12)
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
