import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { parse } from 'acorn'
import { z } from 'zod'

/*
 * What a function in a declaration reads besides its arguments. Code at the top of its file is part of the file's hash;
 * a variable of a function around it, or a setting, is not, so it has to be a parameter.
 */

export interface ClosedOver {
  /** Variables that belong to a function around it. */
  readonly local: readonly string[]
  /** Imports of the company's settings. */
  readonly settings: readonly string[]
}

const node = z.looseObject({ type: z.string() })
type Node = z.infer<typeof node>

/** What the function under a property of the call at a line of a file closes over; null if it cannot be found. */
export function closedOver(file: string, line: number, callee: string, property: string): ClosedOver | null {
  const place = `${file}:${line} ${callee} ${property}`
  const found = places.has(place) ? (places.get(place) ?? null) : find(file, line, callee, property)
  places.set(place, found)
  return found
}

const places = new Map<string, ClosedOver | null>()

function find(file: string, line: number, callee: string, property: string): ClosedOver | null {
  const program = parsed(file)
  if (!program) return null
  const calls = nodesIn(program).filter(
    (each) => each.type === 'CallExpression' && nameOf(each.callee) === callee && spans(each, line),
  )
  const given = calls.at(-1)?.arguments
  const spec = z.array(node).safeParse(given).data?.[0]
  const properties = z.array(node).safeParse(spec?.properties).data ?? []
  const value = node.safeParse(properties.find(({ key }) => nameOf(key) === property)?.value).data
  if (!value) return null
  const imports = importsOf(program)
  const top = new Set([...imports.keys(), ...topLevelNames(program)])
  const own = declaredIn(value)
  const free = [...usedIn(value)].filter((name) => !own.has(name))
  return {
    local: free.filter((name) => !top.has(name) && !(name in globalThis)).sort(),
    settings: free.filter((name) => isSettings(imports.get(name))).sort(),
  }
}

/** A file and the files of its own that it imports, and these import, by relative paths. */
export function withImports(file: string): ReadonlySet<string> {
  const known = closures.get(file) ?? collect(file, new Set())
  closures.set(file, known)
  return known
}

/** Many declarations are made by the same few files. */
const closures = new Map<string, ReadonlySet<string>>()

function collect(file: string, seen: Set<string>): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const program = parsed(file)
  for (const from of program ? new Set(importsOf(program).values()) : []) {
    const path = join(dirname(file), from)
    const isOwn = from.startsWith('.') && !isDeclaration.test(relative(root, path))
    if (isOwn) collect(path, seen)
  }
  return seen
}

/** Files that declare, rather than compute: what they decide is in the version by another way. */
const isDeclaration =
  /^(?:engine|settings)\/|^(?:transforms|company)\/(?:sources\/|canonical\/|staging\/.*\/?stg_)/
const root = join(import.meta.dirname, '../..')

const isSettings = (from: string | undefined) =>
  from !== undefined && (from === '#settings' || from.endsWith('settings/company.ts'))

function parsed(file: string): Node | null {
  try {
    const code = readFileSync(file, 'utf8')
    return node.parse(
      parse(file.endsWith('.ts') ? stripTypeScriptTypes(code) : code, {
        ecmaVersion: 'latest',
        sourceType: 'module',
        locations: true,
      }),
    )
  } catch {
    return null
  }
}

/** Each imported name, and what it is imported from. */
function importsOf(program: Node): Map<string, string> {
  return new Map(
    children(program)
      .filter(({ type }) => type === 'ImportDeclaration')
      .flatMap((each) => {
        const source = node.safeParse(each.source).data?.value
        const names = children(each).flatMap(({ local }) => nameOf(local) ?? [])
        return names.map((name) => [name, String(source)] as const)
      }),
  )
}

function topLevelNames(program: Node): string[] {
  return children(program)
    .flatMap((each) => (each.type === 'ExportNamedDeclaration' ? children(each) : [each]))
    .flatMap((each) => [
      ...(nameOf(each.id) === undefined ? [] : [nameOf(each.id) ?? '']),
      ...(each.type === 'VariableDeclaration' ? children(each).flatMap(({ id }) => patternNames(id)) : []),
    ])
}

/** Names that a function declares for itself: its arguments, its variables and the functions in it. */
function declaredIn(value: Node): Set<string> {
  return new Set(
    nodesIn(value).flatMap((each) => [
      ...(/Function/.test(each.type) ? z.array(z.unknown()).parse(each.params).flatMap(patternNames) : []),
      ...(each.type === 'VariableDeclarator' || /Function|Class/.test(each.type)
        ? patternNames(each.id)
        : []),
      ...(each.type === 'CatchClause' ? patternNames(each.param) : []),
    ]),
  )
}

function usedIn(value: Node): Set<string> {
  const names = new Set<string>()
  const visit = (each: Node) => {
    if (each.type === 'Identifier') names.add(String(each.name))
    for (const [key, child] of Object.entries(each)) {
      const isName = (key === 'property' || key === 'key') && each.computed === false
      if (!isName) for (const one of nodesOf(child)) visit(one)
    }
  }
  visit(value)
  return names
}

function patternNames(pattern: unknown): string[] {
  const { data } = node.safeParse(pattern)
  if (!data) return []
  if (data.type === 'Identifier') return [String(data.name)]
  if (data.type === 'AssignmentPattern') return patternNames(data.left)
  if (data.type === 'Property') return patternNames(data.value)
  return children(data).flatMap(patternNames)
}

function nodesIn(root: Node): Node[] {
  return [root, ...children(root).flatMap(nodesIn)]
}

function children(parent: Node): Node[] {
  return Object.values(parent).flatMap(nodesOf)
}

function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf)
  const { data } = node.safeParse(value)
  return data ? [data] : []
}

function nameOf(identifier: unknown): string | undefined {
  const { data } = node.safeParse(identifier)
  return data?.type === 'Identifier' ? String(data.name) : undefined
}

const location = z.object({ start: z.object({ line: z.number() }), end: z.object({ line: z.number() }) })
function spans(each: Node, line: number): boolean {
  const { data } = location.safeParse(each.loc)
  return data !== undefined && data.start.line <= line && line <= data.end.line
}
