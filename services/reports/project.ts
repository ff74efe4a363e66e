import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseDocument } from 'yaml'
import { company } from '#settings'
import { readModelFiles } from '../cube/model-files.ts'
import { parseModel } from '../cube/model-parse.ts'
import type { Settings } from '../settings.ts'
import { readersFile, writtenReaders } from './readers.ts'

/** A page: where readers find it, and the file that it is drawn from, relative to the checkout. */
export type PageFile = { readonly path: string; readonly file: string }

/** The pages, and a hash of what they are built from, apart from the data that they show. */
export type Project = { readonly pages: readonly PageFile[]; readonly code: string }

/** The folder in which Evidence draws: a copy of `reports/` with the company's pages in it. */
export function projectFolder(settings: Settings): string {
  return join(settings.stateDir, 'drawing')
}

/** Folders of the reports that an installation fills, or that earlier versions of Clientele did. */
export const notCopied = [
  'node_modules',
  'build',
  '.evidence',
  '.svelte-kit',
  'pages/company',
  'sources/company',
]

/**
 * Copies the reports and the company's pages into a folder that Evidence works in, so that pages can be replaced there.
 * A page of the company is at `/company/<name>`, and its query `<name>.yaml` is the table `company.<name>`. Files that
 * are as they were are left alone, because Evidence draws again what is written.
 */
export async function layOut(settings: Settings, project = projectFolder(settings)): Promise<Project> {
  const reports = await realpath(join(settings.root, 'reports'))
  await mkdir(project, { recursive: true })
  // a junction needs no privilege on Windows, and elsewhere the type is ignored
  await symlink(join(reports, 'node_modules'), join(project, 'node_modules'), 'junction').catch(() => {})
  const wanted = await contentOf(settings, reports)
  for (const file of await filesIn(project)) if (!wanted.has(file)) await rm(join(project, file))
  for (const [file, content] of wanted) {
    const target = join(project, file)
    if (content.equals(await readFile(target).catch(() => Buffer.alloc(0)))) continue
    await mkdir(dirname(target), { recursive: true })
    await writeWhole(target, content, project)
  }
  const pages = [...wanted.keys()]
    .filter((file) => file.startsWith('pages/') && file.endsWith('.md'))
    .map((file) => file.slice('pages/'.length))
    .map((file) => ({ path: pathOf(file), file: sourceOf(file) }))
  return { pages, code: hashOfCode(wanted) }
}

/** A preview copies a file as soon as it changes, so one that is being written would be copied empty, and stay so. */
async function writeWhole(target: string, content: Buffer, project: string): Promise<void> {
  const draft = join(project, '.draft')
  await writeFile(draft, content)
  await rename(draft, target)
}

/** A hash of what the pages are built from, apart from the data that they show. */
function hashOfCode(content: ReadonlyMap<string, Buffer>): string {
  const hash = createHash('sha256').update(JSON.stringify(company))
  for (const [file, text] of content)
    if (!file.startsWith('sources/')) hash.update(`\0${file}\0`).update(text)
  return hash.digest('hex')
}

/** What the folder is to hold, by the paths of its files. */
async function contentOf(settings: Settings, reports: string): Promise<Map<string, Buffer>> {
  const content = new Map<string, Buffer>()
  for (const file of await filesIn(reports)) content.set(file, await readFile(join(reports, file)))
  const company = join(settings.root, 'company/pages')
  for (const file of await filesIn(company)) {
    const target = join(file.endsWith('.yaml') ? 'sources/company' : 'pages/company', file)
    content.set(target, await readFile(join(company, file)))
  }
  const config = content.get('evidence.config.yaml')
  if (config && settings.basePath !== '') {
    const document = parseDocument(config.toString())
    document.setIn(['deployment', 'basePath'], settings.basePath)
    content.set('evidence.config.yaml', Buffer.from(document.toString()))
  }
  const connection = content.get('sources/cube/connection.yaml')
  if (connection && [...content.keys()].some((file) => file.startsWith('sources/company/'))) {
    const text = connection.toString().replace('name: cube', 'name: company')
    content.set('sources/company/connection.yaml', Buffer.from(text))
  }
  if (content.has(readersFile))
    content.set(readersFile, writtenReaders(parseModel(await readModelFiles(settings.root)), content))
  return content
}

/** The files of a folder that are neither hidden nor generated, if there is such a folder. */
async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])
  const files = await Promise.all(
    entries.map((entry) => {
      const path = join(below, entry.name)
      if (entry.name.startsWith('.') || notCopied.includes(path)) return []
      return entry.isDirectory() ? filesIn(folder, path) : [path]
    }),
  )
  return files.flat().sort()
}

/** `segments.md` is at `/segments/`, and `index.md` at the path of its folder. */
function pathOf(file: string): string {
  const name = file.slice(0, -'.md'.length).replace(/(^|\/)(index|\+page)$/, '')
  return name === '' ? '/' : `/${name}/`
}

/** The file of the checkout that a page of the project was copied from. */
function sourceOf(file: string): string {
  return file.startsWith('company/')
    ? `company/pages/${file.slice('company/'.length)}`
    : `reports/pages/${file}`
}

/** The file of the project that a page was copied to. */
export function copyOf(settings: Settings, { file }: PageFile): string {
  const name = file.startsWith('company/pages/')
    ? join('company', file.slice('company/pages/'.length))
    : file.slice('reports/pages/'.length)
  return join(projectFolder(settings), 'pages', name)
}

/** Leaves only the head of a broken page, so that it can be drawn and keeps its place in the menu. */
export async function emptyPage(settings: Settings, page: PageFile): Promise<void> {
  const copy = copyOf(settings, page)
  const [head = ''] = /^---\r?\n[\s\S]*?\r?\n---/.exec(await readFile(copy, 'utf8')) ?? []
  const isValid = parseDocument(head.split('\n').slice(1, -1).join('\n')).errors.length === 0
  await writeFile(copy, isValid ? `${head}\n` : '')
}
