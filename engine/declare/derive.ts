import { hashCode } from './code-hash.ts'

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
