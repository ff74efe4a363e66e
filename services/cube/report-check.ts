import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { didYouMean } from '#engine'
import type { Model, Problem } from './model.ts'
import { membersOf } from './model-rules.ts'

const queryFolder = 'reports/sources/cube'
const pageFolders = ['reports/pages', 'company/pages']

/** Queries of reports that name members no view has, and pages that name queries which do not exist. */
export async function reportProblems(root: string, model: Model): Promise<Problem[]> {
  const views = new Map([...model.views].map(([name, view]) => [name, [...membersOf(view, model).keys()]]))
  const members = [...views].flatMap(([view, names]) => names.map((name) => `${view}.${name}`))
  const known = new Set(members)
  const problems: Problem[] = []
  const queries = (await filesIn(root, queryFolder, '.yaml')).filter(
    (file) => !file.endsWith('/connection.yaml'),
  )
  for (const file of queries) {
    const lines = new LineCounter()
    const document = parseDocument(await readFile(join(root, file), 'utf8'), { lineCounter: lines })
    const lineOf = (node: Node) => lines.linePos(node.range?.[0] ?? 0).line
    for (const error of document.errors)
      problems.push({ file, line: lines.linePos(error.pos[0]).line, message: error.message })
    for (const { node, name } of namesIn(document.contents)) {
      const [view = '', member] = name.split('.')
      if (known.has(name)) continue
      const nearest = didYouMean(name, members)
      const message = !views.has(view)
        ? `there is no view "${view}".${didYouMean(view, views.keys())}`
        : member === undefined
          ? `"${name}" is no member. Write view.member.${nearest}`
          : `the view ${view} has no member "${member}".${nearest}`
      problems.push({ file, line: lineOf(node), message })
    }
  }
  const names = new Set(queries.map((file) => file.slice(queryFolder.length + 1, -'.yaml'.length)))
  for (const folder of pageFolders) {
    for (const file of await filesIn(root, folder, '.md'))
      problems.push(...pageProblems(file, await readFile(join(root, file), 'utf8'), names))
  }
  return problems
}

/** `from cube.query` in the SQL of a page. */
function pageProblems(file: string, text: string, queries: ReadonlySet<string>): Problem[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(/\b(?:from|join)\s+cube\.(\w+)/gi)].flatMap(([, name = '']) =>
      queries.has(name)
        ? []
        : [
            {
              file,
              line: index + 1,
              message: `there is no query ${queryFolder}/${name}.yaml.${didYouMean(name, queries)}`,
            },
          ],
    ),
  )
}

const lists = ['dimensions', 'all_of', 'measures', 'segments']

/** Every member that a query names, with its place. */
function namesIn(query: unknown): { node: Node; name: string }[] {
  if (!isMap(query)) return []
  return query.items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return []
    if (lists.includes(String(key.value)) && isSeq(value)) return value.items.flatMap(named)
    if (key.value === 'order' && isMap(value)) return value.items.flatMap((item) => named(item.key))
    return key.value === 'filters' || key.value === 'timeDimensions' ? membersIn(value) : []
  })
}

/** Filters nest; what they compare is under `member` or `dimension`. */
function membersIn(node: unknown): { node: Node; name: string }[] {
  if (isSeq(node)) return node.items.flatMap(membersIn)
  if (!isMap(node)) return []
  return node.items.flatMap(({ key, value }) =>
    isScalar(key) && (key.value === 'member' || key.value === 'dimension') ? named(value) : membersIn(value),
  )
}

function named(node: unknown): { node: Node; name: string }[] {
  return isScalar(node) && typeof node.value === 'string' ? [{ node, name: node.value }] : []
}

async function filesIn(root: string, folder: string, ending: string): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`)
}
