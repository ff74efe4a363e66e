import { ClienteleError } from '../errors.ts'
import { type AsOf, dateOf, isAsOf } from './as-of.ts'
import { closedOver, withImports } from './closed-over.ts'
import { hashCode } from './code-hash.ts'
import { callerPosition, type SourcePosition } from './sql.ts'

export type DerivedValue = string | number | boolean | null

/** What a derivation is parameterised with: plain values, and the as-of day. */
export type Parameters = { readonly [name: string]: ParameterValue | AsOf }
type ParameterValue =
  | string
  | number
  | boolean
  | null
  | readonly ParameterValue[]
  | { readonly [name: string]: ParameterValue }

/** Parameters as the function receives them: the as-of day as text (ISO 8601). */
export type Given<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends AsOf ? string : P[K]
}

/**
 * Columns that SQL cannot fill, such as a phone number in E.164: the rows of the query are streamed through a pure
 * function. The same function can be called for a single record.
 */
export interface Derivation<I extends string = string, out A extends string = string> {
  /** Text columns of the query that the function receives. */
  readonly from: readonly I[]
  /** Columns of the contract that it fills. */
  readonly adds: readonly A[]
  /** The as-of days among its parameters. */
  readonly reads: readonly AsOf[]
  /** The function for builds as of a day (ISO 8601). */
  asOf(day: string): (row: Readonly<Record<I, string | null>>) => Readonly<Record<string, DerivedValue>>
  /** A hash of the function's code and parameters: if they change, the table gets another version. */
  readonly codeHash: string
}

/**
 * Declares a derivation. `with` is a pure function of the row and the `parameters`, which are part of the version of the
 * table. So is the file that it is written in, with the files that this one imports by relative paths. `code` lists what
 * else it uses, such as a folder (with all its files), or the data of a library.
 */
export function derive<
  const I extends string,
  const A extends string,
  const P extends Parameters = Readonly<Record<never, never>>,
>(spec: {
  readonly from: readonly I[]
  readonly adds: readonly A[]
  readonly parameters?: P
  readonly with: (
    row: Readonly<Record<I, string | null>>,
    parameters: Given<NoInfer<P>>,
  ) => Readonly<Record<A, DerivedValue>>
  readonly code: readonly string[]
}): Derivation<I, A>
export function derive(spec: {
  readonly from: readonly string[]
  readonly adds: readonly string[]
  readonly parameters?: Parameters
  readonly with: (
    row: Readonly<Record<string, string | null>>,
    parameters: Readonly<Record<string, ParameterValue>>,
  ) => Readonly<Record<string, DerivedValue>>
  readonly code: readonly string[]
}): Derivation {
  const position = callerPosition()
  if (position) requireParameters(position)
  const parameters = Object.entries(spec.parameters ?? {})
  const written = parameters.map(([name, value]) => [name, isAsOf(value) ? value.name : value])
  return {
    from: spec.from,
    adds: spec.adds,
    reads: parameters.flatMap(([, value]) => (isAsOf(value) ? [value] : [])),
    asOf(day) {
      const given = parameters.map(([name, value]) => [name, isAsOf(value) ? dateOf(value, day) : value])
      const values: Readonly<Record<string, ParameterValue>> = Object.fromEntries(given)
      return (row) => spec.with(row, values)
    },
    codeHash: hashCode(
      [...new Set([...spec.code, ...(position ? withImports(position.file) : [])])],
      [JSON.stringify(written)],
    ),
  }
}

/** A value that the function closes over would not be part of the version. */
function requireParameters({ file, line }: SourcePosition): void {
  const { local = [], settings = [] } = closedOver(file, line, 'derive', 'with') ?? {}
  const names = [...local, ...settings]
  if (names.length === 0) return
  throw new ClienteleError(
    'transform-declaration',
    `${file}:${line}: the function of a derivation reads ${names.join(', ')} from the code around it, so a change would not build the table again. Pass it in \`parameters\` and read it from the second argument.`,
    { file, line, names },
  )
}
