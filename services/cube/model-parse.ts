import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { Cube, Model, Problem, View } from './model.ts'
import type { ModelFile } from './model-files.ts'
import { ModelReader } from './model-reader.ts'

export function parseModel(files: readonly ModelFile[]): Model {
  const cubes = new Map<string, Cube>()
  const views = new Map<string, View>()
  const problems: Problem[] = []
  for (const file of files) {
    const parsed = parseFile(file)
    problems.push(...parsed.problems)
    const add = <T extends Cube | View>(all: Map<string, T>, item: T) => {
      const other = cubes.get(item.name) ?? views.get(item.name)
      if (other) {
        const message = `${item.name} is already defined in ${other.file}. Choose another name.`
        problems.push({ file: file.file, line: item.line, message })
      } else all.set(item.name, item)
    }
    for (const cube of parsed.cubes) add(cubes, cube)
    for (const view of parsed.views) add(views, view)
  }
  return {
    cubes: new Map([...cubes].map(([name, cube]) => [name, inherit(cube, cubes, extendCube)])),
    views: new Map([...views].map(([name, view]) => [name, inherit(view, views, extendView)])),
    problems,
  }
}

type ParsedFile = {
  readonly text: string
  readonly cubes: readonly Cube[]
  readonly views: readonly View[]
  readonly problems: readonly Problem[]
}

/** Files as they were parsed last: a model is parsed again whenever one of its files changes. */
const parsedFiles = new Map<string, ParsedFile>()

function parseFile({ file, text }: ModelFile): ParsedFile {
  const known = parsedFiles.get(file)
  if (known?.text === text) return known
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const problems: Problem[] = []
  for (const error of document.errors) {
    const message = error.message.split('\n', 1)[0] ?? error.message
    problems.push({ file, line: lines.linePos(error.pos[0]).line, message })
  }
  for (const offset of followAliases(document)) {
    const message = 'The merge key "<<" is not read. Write the keys out, or give a whole list a name.'
    problems.push({ file, line: lines.linePos(offset).line, message })
  }
  const reader = new ModelReader(file, lines)
  const contents = document.errors.length === 0 && isMap(document.contents) ? document.contents : undefined
  const maps = (key: string) => (contents ? reader.maps(contents, key) : [])
  const parsed = {
    text,
    cubes: maps('cubes').map((node) => reader.cube(node)),
    views: maps('views').map((node) => reader.view(node)),
    problems,
  }
  parsedFiles.set(file, parsed)
  return parsed
}

/**
 * Puts what an alias names in its place, so that a list can be written once. Returns where the file merges maps: what
 * they inherit would be seen by Cube and not here.
 */
function followAliases(document: Document): number[] {
  const merges: number[] = []
  visit(document, {
    Alias: (_, alias, path) => {
      const named = alias.resolve(document)
      // one that contains itself stays
      return named && !path.includes(named) ? named : undefined
    },
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '<<') merges.push(key.range?.[0] ?? 0)
    },
  })
  return merges
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
