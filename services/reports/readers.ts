import { basename, dirname } from 'node:path'
import { parse, parseDocument } from 'yaml'
import { z } from 'zod'
import type { Model } from '../cube/model.ts'
import { membersOf } from '../cube/model-rules.ts'

/** The query file that the catalogue reads; see writtenReaders. */
export const readersFile = 'sources/cube/readers.yaml'

type Reader = readonly [
  relation: string,
  kind: 'cube' | 'view' | 'page',
  name: string,
  title: string,
  path: string,
]

const written = z.object({ columns: z.array(z.string()) })
const head = z.object({ title: z.string() })

/**
 * The query file `readers`, with a row for each relation and each cube, view and page that reads it: a page reads what the
 * members that its queries ask for are computed from.
 */
export function writtenReaders(model: Model, project: ReadonlyMap<string, Buffer>): Buffer {
  const text = (file: string) => project.get(file)?.toString() ?? ''
  const { columns } = written.parse(parse(text(readersFile)))
  return Buffer.from(JSON.stringify({ columns, rows: [...ofModel(model), ...ofPages(model, project, text)] }))
}

function ofModel(model: Model): Reader[] {
  const cubes = [...model.cubes.values()].flatMap(({ name, relation, extends: parent }): Reader[] =>
    relation.name && !(parent === undefined && name.endsWith('_columns'))
      ? [[relation.name, 'cube', name, name, '']]
      : [],
  )
  const views = [...model.views.values()].flatMap((view) => {
    const relations = new Set(
      view.sources.flatMap(({ path }) => path.map((cube) => model.cubes.get(cube)?.relation.name ?? '')),
    )
    return [...relations].map((relation): Reader => [relation, 'view', view.name, view.name, ''])
  })
  return [...cubes, ...views]
}

function ofPages(
  model: Model,
  project: ReadonlyMap<string, Buffer>,
  text: (file: string) => string,
): Reader[] {
  const readBy = relationsOfQueries(model, project)
  return [...project.keys()].filter(isPage).flatMap((file) => {
    const page = text(file).replace(/\{@partial "([^"]+)"\}/g, (_, name: string) => text(`partials/${name}`))
    const tables = [...page.matchAll(/\b(?:from|join)\s+(\w+)\.(\w+)/gi)]
    const relations = new Set(tables.flatMap(([, source, name]) => readBy.get(`${source}.${name}`) ?? []))
    const path = `/${file.slice('pages/'.length, -'.md'.length)}/`.replace(/\/index\/$/, '/')
    return [...relations].map((relation): Reader => [relation, 'page', path, titleOf(page) ?? path, path])
  })
}

/** The relations behind each query file, by the name of its table in pages. */
function relationsOfQueries(model: Model, project: ReadonlyMap<string, Buffer>): Map<string, string[]> {
  const owners = new Map<string, string[]>(
    [...model.views.values()].flatMap((view) =>
      [...membersOf(view, model)].map(([name, [cube]]): [string, string[]] => [
        `${view.name}.${name}`,
        [cube.relation.name, rootOf(view.name, model)],
      ]),
    ),
  )
  const queries = [...project].filter(
    ([file]) => /^sources\/\w+\/\w+\.yaml$/.test(file) && file !== readersFile,
  )
  return new Map(
    queries.map(([file, content]) => {
      const members = content.toString().match(/\b[a-z_]\w*\.[a-z_]\w*\b/gi) ?? []
      const relations = new Set(members.flatMap((member) => owners.get(member) ?? []))
      return [`${basename(dirname(file))}.${basename(file, '.yaml')}`, [...relations]]
    }),
  )
}

/** The relation that decides which rows a view has. */
function rootOf(view: string, model: Model): string {
  const root = model.views.get(view)?.sources[0]?.path[0] ?? ''
  return model.cubes.get(root)?.relation.name ?? ''
}

function isPage(file: string): boolean {
  return file.startsWith('pages/') && file.endsWith('.md')
}

function titleOf(page: string): string | undefined {
  const [, front = ''] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(page) ?? []
  return head.safeParse(parseDocument(front).toJS()).data?.title
}
