import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import type { ModelFile } from './model-files.ts'

/**
 * Terminology
 * - cube: one relation and what can be asked of it; private
 * - view: what is public; takes members of cubes along a join path, and says which group sees which
 * - member: a dimension, a measure or a segment
 */
export type Place = { readonly file: string; readonly line: number }
export type Problem = Place & { readonly message: string }
export type Snippet = Place & { readonly sql: string }
export type Member = Place & { readonly sql: readonly Snippet[]; readonly isPrimaryKey: boolean }

/** With what it inherits from the cube it extends. */
export type Cube = Place & {
  readonly name: string
  readonly extends: string | undefined
  readonly relation: Place & { readonly name: string }
  /** Undefined if the cube does not say, which Cube takes for public. */
  readonly isPublic: Place & { readonly value: boolean | undefined }
  readonly members: ReadonlyMap<string, Member>
  readonly joins: ReadonlyMap<string, Snippet>
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

type Name = Place & { readonly name: string; readonly alias: string }

export type Model = {
  readonly cubes: ReadonlyMap<string, Cube>
  readonly views: ReadonlyMap<string, View>
  /** Faults of files that are not YAML; such a file adds nothing to the model. */
  readonly problems: readonly Problem[]
}

export function parseModel(files: readonly ModelFile[]): Model {
  const cubes = new Map<string, Cube>()
  const views = new Map<string, View>()
  const problems: Problem[] = []
  for (const { file, text } of files) {
    const lines = new LineCounter()
    const document = parseDocument(text, { lineCounter: lines })
    for (const error of document.errors) {
      const message = error.message.split('\n', 1)[0] ?? error.message
      problems.push({ file, line: lines.linePos(error.pos[0]).line, message })
    }
    if (document.errors.length > 0 || !isMap(document.contents)) continue
    const reader = new Reader(file, lines)
    for (const node of reader.maps(document.contents, 'cubes')) {
      const cube = reader.cube(node)
      cubes.set(cube.name, cube)
    }
    for (const node of reader.maps(document.contents, 'views')) {
      const view = reader.view(node)
      views.set(view.name, view)
    }
  }
  return {
    cubes: new Map([...cubes].map(([name, cube]) => [name, inherit(cube, cubes, extendCube)])),
    views: new Map([...views].map(([name, view]) => [name, inherit(view, views, extendView)])),
    problems,
  }
}

type Extensible = { readonly name: string; readonly extends: string | undefined }

function inherit<T extends Extensible>(
  child: T,
  all: ReadonlyMap<string, T>,
  extend: (parent: T, child: T) => T,
  seen: readonly T[] = [],
): T {
  const parent = all.get(child.extends ?? '')
  if (!parent || seen.includes(parent)) return child
  return extend(inherit(parent, all, extend, [...seen, child]), child)
}

function extendCube(parent: Cube, child: Cube): Cube {
  return {
    ...child,
    relation: child.relation.name ? child.relation : parent.relation,
    isPublic: child.isPublic.value === undefined ? parent.isPublic : child.isPublic,
    members: new Map([...parent.members, ...child.members]),
    joins: new Map([...parent.joins, ...child.joins]),
  }
}

function extendView(parent: View, child: View): View {
  return {
    ...child,
    sources: [...parent.sources, ...child.sources],
    policies: [...parent.policies, ...child.policies],
  }
}

/** Takes what the checks look at and leaves the rest to Cube's own compiler. */
class Reader {
  private readonly file: string
  private readonly lines: LineCounter

  constructor(file: string, lines: LineCounter) {
    this.file = file
    this.lines = lines
  }

  cube(node: YAMLMap): Cube {
    const members = ['dimensions', 'measures', 'segments'].flatMap((kind) => this.maps(node, kind))
    const isPublic = node.get('public')
    return {
      ...this.place(node),
      name: text(node, 'name'),
      extends: text(node, 'extends') || undefined,
      relation: { ...this.place(node.get('sql_table', true)), name: text(node, 'sql_table') },
      isPublic: {
        ...this.place(node.get('public', true) ?? node),
        value: typeof isPublic === 'boolean' ? isPublic : undefined,
      },
      members: new Map(
        members.map((member) => [
          text(member, 'name'),
          {
            ...this.place(member),
            sql: this.snippets(member),
            isPrimaryKey: member.get('primary_key') === true,
          },
        ]),
      ),
      joins: new Map(
        this.maps(node, 'joins').map((join) => [
          text(join, 'name'),
          { ...this.place(join.get('sql', true)), sql: text(join, 'sql') },
        ]),
      ),
    }
  }

  view(node: YAMLMap): View {
    return {
      ...this.place(node),
      name: text(node, 'name'),
      extends: text(node, 'extends') || undefined,
      sources: this.maps(node, 'cubes').map((source) => ({
        ...this.place(source),
        path: text(source, 'join_path').split('.'),
        isPrefixed: source.get('prefix') === true,
        includes: this.names(source, 'includes'),
        excludes: this.names(source, 'excludes')?.map((item) => item.name) ?? [],
      })),
      policies: this.maps(node, 'access_policy').map((policy) => {
        const level = policy.get('member_level')
        const group = policy.get('group')
        const groups = this.names(policy, 'groups')?.map((item) => item.name) ?? []
        return {
          ...this.place(policy),
          groups: typeof group === 'string' ? [group] : groups,
          includes: isMap(level) ? this.names(level, 'includes')?.map((item) => item.name) : undefined,
          excludes: isMap(level) ? (this.names(level, 'excludes') ?? []) : [],
        }
      }),
    }
  }

  maps(node: YAMLMap, key: string): YAMLMap[] {
    const value = node.get(key)
    return isSeq(value) ? value.items.filter((item) => isMap(item)) : []
  }

  /** Items of a list, each a name or a map with name and alias; undefined for `"*"` or nothing. */
  private names(node: YAMLMap, key: string): Name[] | undefined {
    const value = node.get(key)
    if (!isSeq(value)) return undefined
    return value.items.flatMap((item) => {
      if (isScalar(item))
        return [{ ...this.place(item), name: String(item.value), alias: String(item.value) }]
      if (!isMap(item)) return []
      const name = text(item, 'name')
      return [{ ...this.place(item), name, alias: text(item, 'alias') || name }]
    })
  }

  /** All SQL of a member: its own, that of its filters, its cases and anything else it nests. */
  private snippets(node: unknown): Snippet[] {
    if (isSeq(node)) return node.items.flatMap((item) => this.snippets(item))
    if (!isMap(node)) return []
    return node.items.flatMap(({ key, value }) =>
      isScalar(key) && key.value === 'sql' && isScalar(value)
        ? [{ ...this.place(value), sql: String(value.value) }]
        : this.snippets(value),
    )
  }

  private place(node: Node | undefined): Place {
    const start = node?.range?.[0] ?? 0
    return { file: this.file, line: this.lines.linePos(start).line }
  }
}

function text(node: YAMLMap, key: string): string {
  const value = node.get(key)
  return value === undefined || value === null ? '' : String(value)
}
