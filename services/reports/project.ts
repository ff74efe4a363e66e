import { cp, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseDocument } from 'yaml'
import { pathExists } from '../postgres/binaries.ts'
import type { Settings } from '../settings.ts'

/** A page: where readers find it, and the file that it is drawn from, relative to the checkout. */
export type PageFile = { readonly path: string; readonly file: string }

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
 * Copies the reports and the company's pages into the folder that Evidence draws in, so that pages can be replaced
 * there. A page of the company is at `/company/<name>`, and its query `<name>.yaml` is the table `company.<name>`.
 */
export async function layOut(settings: Settings): Promise<PageFile[]> {
  const project = projectFolder(settings)
  const reports = await realpath(join(settings.root, 'reports'))
  await rm(project, { recursive: true, force: true })
  await mkdir(project, { recursive: true })
  const left = new Set(notCopied.map((name) => join(reports, name)))
  await cp(reports, project, { recursive: true, filter: (path) => !left.has(path) })
  // a junction needs no privilege on Windows, and elsewhere the type is ignored
  await symlink(join(reports, 'node_modules'), join(project, 'node_modules'), 'junction')
  await copyCompanyPages(settings, project)
  const pages = await filesUnder(join(project, 'pages'))
  return pages
    .filter((file) => file.endsWith('.md'))
    .map((file) => ({ path: pathOf(file), file: sourceOf(file) }))
}

async function copyCompanyPages(settings: Settings, project: string): Promise<void> {
  const from = join(settings.root, 'company/pages')
  const files = (await pathExists(from)) ? await filesUnder(from) : []
  const queries = join(project, 'sources/company')
  for (const file of files) {
    const target = join(file.endsWith('.yaml') ? queries : join(project, 'pages/company'), file)
    await mkdir(dirname(target), { recursive: true })
    await cp(join(from, file), target)
  }
  if (!(await pathExists(queries))) return
  const connection = await readFile(join(project, 'sources/cube/connection.yaml'), 'utf8')
  await writeFile(join(queries, 'connection.yaml'), connection.replace('name: cube', 'name: company'))
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
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
