import { hashCode } from './code-hash.ts'

export type DerivedValue = string | number | boolean | null

/**
 * Columns that SQL cannot fill, such as a phone number in E.164: the rows of the query are streamed through a pure
 * function. The same function can be called for a single record.
 */
export interface Derivation<I extends string = string, out A extends string = string> {
  /** Text columns of the query that the function receives. */
  readonly from: readonly I[]
  /** Columns of the contract that it fills. */
  readonly adds: readonly A[]
  with(row: Readonly<Record<I, string | null>>): Readonly<Record<string, DerivedValue>>
  /** A hash of the function's code: if the code changes, the table gets another version. */
  readonly codeHash: string
}

/**
 * Declares a derivation. `code` lists the files and folders (with all their files) that the function is written in,
 * and the lock file if it uses a library; `settings` are the values that it depends on.
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
