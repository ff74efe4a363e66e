/**
 * Terminology
 * - cube: one relation and what can be asked of it; private
 * - view: what is public; takes members of cubes along a join path, and says which group sees which
 * - member: a dimension, a measure or a segment
 */
export type Place = { readonly file: string; readonly line: number }
export type Problem = Place & { readonly message: string }
export type Snippet = Place & { readonly sql: string }
export type Member = Place & {
  readonly sql: readonly Snippet[]
  /** Of its cases. */
  readonly labels: readonly (Place & { readonly text: string })[]
  readonly isPrimaryKey: boolean
  readonly kind: 'dimension' | 'measure' | 'segment'
  readonly description: string
  /** As written, such as `count_distinct`; empty if it is left out. */
  readonly type: string
  readonly isFiltered: boolean
}

/** With what it inherits from the cube it extends. */
export type Cube = Place & {
  readonly name: string
  readonly extends: string | undefined
  readonly relation: Place & { readonly name: string }
  /** Undefined if the cube does not say, which Cube takes for public. */
  readonly isPublic: Place & { readonly value: boolean | undefined }
  readonly members: ReadonlyMap<string, Member>
  readonly joins: ReadonlyMap<string, Snippet>
  /** Its pre-aggregations, each with the members in it, as written. */
  readonly rollups: readonly Rollup[]
}

export type Rollup = Place & {
  readonly name: string
  readonly members: readonly string[]
  /** Empty if it has none. */
  readonly timeDimension: string
  /** Such as `month`; empty if it has no time. */
  readonly granularity: string
}

export type Source = Place & {
  readonly path: readonly string[]
  readonly isPrefixed: boolean
  /** Undefined if all are. */
  readonly includes: readonly Name[] | undefined
  readonly excludes: readonly string[]
}

export type Policy = Place & {
  readonly groups: readonly string[]
  /** Undefined if it grants all. */
  readonly includes: readonly string[] | undefined
  readonly excludes: readonly Name[]
}

/** With what it inherits from the view it extends. */
export type View = Place & {
  readonly name: string
  readonly extends: string | undefined
  readonly sources: readonly Source[]
  readonly policies: readonly Policy[]
}

export type Name = Place & { readonly name: string; readonly alias: string }

export type Model = {
  readonly cubes: ReadonlyMap<string, Cube>
  readonly views: ReadonlyMap<string, View>
  /** Files that are not YAML and names that are taken; neither adds anything to the model. */
  readonly problems: readonly Problem[]
}
