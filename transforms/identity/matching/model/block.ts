import type { Pattern } from '../../../../analytics/fellegi-sunter/em.ts'

/** Numbers by comparison and level. */
export type Levels = readonly (readonly number[])[]

export interface BlockPattern extends Pattern {
  /** Whether no earlier source finds these pairs. */
  readonly isFirst: boolean
}

/** A sample of the pairs of one blocking rule or identifier. */
export interface Block {
  readonly name: string
  /** The sample is one pair in this many. */
  readonly oneIn: number
  /** Whether m is learnt from it. */
  readonly trains: boolean
  /** Comparisons that the rule forces to agree; nothing is learnt about them. */
  readonly fixed: ReadonlySet<number>
  readonly patterns: readonly BlockPattern[]
}
