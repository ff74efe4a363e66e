/**
 * What a view of Cube has to say, in plain SQL that was written from the description of each member, not from the
 * model. test/cube/oracles.test.ts compares the two by every dimension.
 */
export type Oracle = {
  /** The rows that the measures are computed from: relations with short aliases, and their joins. */
  readonly from: string
  /** Each dimension of the view by its name there. */
  readonly dimensions: Readonly<Record<string, string>>
  /** Each measure: an aggregate of the rows. */
  readonly measures: Readonly<Record<string, string>>
}
