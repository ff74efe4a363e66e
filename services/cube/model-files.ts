import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'

/**
 * Terminology
 * - cube: one relation and what can be asked of it; private
 * - view: what is public; takes members of cubes along a join path, and says which group sees which
 * - member: a dimension or a measure
 */
export type Place = { readonly file: string; readonly line: number }
export type Problem = Place & { readonly message: string }
export type Snippet = Place & { readonly sql: string }

export type Cube = Place & {
  readonly name: string
  readonly relation: Place & { readonly name: string }
  readonly publicity: Place & { readonly isPublic: boolean }
  readonly members: ReadonlyMap<string, Place & { readonly sql: readonly Snippet[] }>
  readonly joins: ReadonlyMap<string, Snippet>
}

export type Source = Place & {
  readonly path: readonly string[]
  readonly isPrefixed: boolean
  /** Undefined where all are. */
  readonly includes: readonly (Place & { readonly name: string; readonly alias: string })[] | undefined
  readonly excludes: readonly string[]
}

export type Policy = Place & {
  readonly groups: readonly string[]
  /** Undefined where it grants all. */
  readonly includes: readonly string[] | undefined
  readonly excludes: readonly (Place & { readonly name: string })[]
}

export type View = Place & {
  readonly name: string
  readonly sources: readonly Source[]
  readonly policies: readonly Policy[]
}

export type ModelFile = { readonly file: string; readonly text: string }
export type Model = {
  readonly cubes: ReadonlyMap<string, Cube>
  readonly views: ReadonlyMap<string, View>
  /** Of what is not YAML; nothing else is known then. */
  readonly problems: readonly Problem[]
}

export async function readModelFiles(root: string): Promise<ModelFile[]> {
  const files: ModelFile[] = []
  for (const folder of ['model/cubes', 'model/views']) {
    for (const name of (await readdir(join(root, folder))).sort()) {
      files.push({ file: `${folder}/${name}`, text: await readFile(join(root, folder, name), 'utf8') })
    }
  }
  return files
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
  return { cubes, views, problems }
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
    const members = [...this.maps(node, 'dimensions'), ...this.maps(node, 'measures')]
    return {
      ...this.place(node),
      name: this.text(node, 'name'),
      relation: { ...this.place(node.get('sql_table', true)), name: this.text(node, 'sql_table') },
      publicity: { ...this.place(node.get('public', true) ?? node), isPublic: node.get('public') !== false },
      members: new Map(
        members.map((member) => [
          this.text(member, 'name'),
          { ...this.place(member), sql: this.snippets(member) },
        ]),
      ),
      joins: new Map(
        this.maps(node, 'joins').map((join) => [
          this.text(join, 'name'),
          { ...this.place(join.get('sql', true)), sql: this.text(join, 'sql') },
        ]),
      ),
    }
  }

  view(node: YAMLMap): View {
    return {
      ...this.place(node),
      name: this.text(node, 'name'),
      sources: this.maps(node, 'cubes').map((source) => ({
        ...this.place(source),
        path: this.text(source, 'join_path').split('.'),
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
  private names(node: YAMLMap, key: string): (Place & { name: string; alias: string })[] | undefined {
    const value = node.get(key)
    if (!isSeq(value)) return undefined
    return value.items.flatMap((item) => {
      if (isScalar(item))
        return [{ ...this.place(item), name: String(item.value), alias: String(item.value) }]
      if (!isMap(item)) return []
      const name = this.text(item, 'name')
      return [{ ...this.place(item), name, alias: this.text(item, 'alias') || name }]
    })
  }

  /** Every piece of SQL of a member: its own, its filters, and its cases. */
  private snippets(node: YAMLMap): Snippet[] {
    const own = this.text(node, 'sql')
    const cases = node.get('case')
    const nested = [...this.maps(node, 'filters'), ...(isMap(cases) ? this.maps(cases, 'when') : [])]
    return [
      ...(own ? [{ ...this.place(node.get('sql', true)), sql: own }] : []),
      ...nested.flatMap((item) => this.snippets(item)),
    ]
  }

  private text(node: YAMLMap, key: string): string {
    const value = node.get(key)
    return value === undefined || value === null ? '' : String(value)
  }

  private place(node: Node | undefined): Place {
    const start = node?.range?.[0] ?? 0
    return { file: this.file, line: this.lines.linePos(start).line }
  }
}
