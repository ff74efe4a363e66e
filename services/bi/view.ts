import type { CubeGroup } from '../cube/groups.ts'

/**
 * Terminology
 * - part: a column of the row that a measure is computed from, such as the amount of an order if it is no test
 * - formula: the aggregate over the parts, as Cube writes it, in which part `n` is the column `part_n`
 * - form: which domain type the column of a measure has, and so which aggregates it allows
 */
export type BiColumn = {
  readonly name: string
  readonly title: string
  readonly description: string
}

export type BiDimension = BiColumn & { readonly sql: string }

export type BiMeasure = BiColumn & {
  readonly parts: readonly string[]
  readonly formula: string
  /** Whether the join repeats the rows of the measure's cube. The last part is then the key of that cube. */
  readonly isRepeated: boolean
}

/** What the schema `bi` does not have, and why. */
export type LeftOut = { readonly view: string; readonly member: string; readonly reason: string }

/** A view of Cube as one select without grouping. */
export type BiView = {
  readonly name: string
  readonly title: string
  readonly description: string
  /** The cubes with their joins. */
  readonly from: string
  readonly dimensions: readonly BiDimension[]
  readonly measures: readonly BiMeasure[]
  /** What each group sees. A group that is missing sees nothing of the view. */
  readonly access: Readonly<Partial<Record<CubeGroup, Access>>>
}

export type Access = { readonly members: readonly string[]; readonly where: string | null }

export type BiModel = { readonly views: readonly BiView[]; readonly leftOut: readonly LeftOut[] }
