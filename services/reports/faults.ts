import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Settings } from '../settings.ts'
import { copyOf, type PageFile } from './project.ts'

/** Why a page cannot be drawn. */
export type Fault = { readonly page: PageFile; readonly reason: string }

/** What the datasource (reports/plugins) and svelte.config.js note while they work, one JSON object a line. */
const note = z.union([
  z.object({ query: z.string(), code: z.string(), reason: z.string() }),
  z.object({
    path: z.string(),
    status: z.number(),
    referrer: z.string().nullable(),
    reason: z.string().optional(),
  }),
])
type Note = z.infer<typeof note>

export async function readNotes(file: string): Promise<Note[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => note.parse(JSON.parse(line)))
}

/** Failures of Cube itself, which are no page's fault. */
const ofCube = ['cube-unreachable', 'cube-not-configured', 'cube-too-slow']

/** The failure of a query that concerns all pages, if there is one. */
export function failureOfCube(notes: readonly Note[]): string | undefined {
  return notes.flatMap((one) => ('query' in one && ofCube.includes(one.code) ? one.reason : []))[0]
}

/** Pages that read a table whose query failed. */
export async function pagesOfFailedQueries(
  settings: Settings,
  pages: readonly PageFile[],
  notes: readonly Note[],
): Promise<Fault[]> {
  const failed = notes.flatMap((one) => ('query' in one ? one : []))
  if (failed.length === 0) return []
  const faults = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(copyOf(settings, page), 'utf8')
      const query = failed.find(({ query }) => names(text, query))
      return query ? [{ page, reason: query.reason }] : []
    }),
  )
  return faults.flat()
}

/** Whether SQL of a page may read the table, which can be written with blanks, quotes and in capitals. */
function names(text: string, table: string): boolean {
  const [source = '', name = ''] = table.split('.')
  return new RegExp(`\\b${source}"?\\s*\\.\\s*"?${name}\\b`, 'i').test(text)
}

/** Pages that the server could not render, by what svelte.config.js noted. */
export function pagesNotRendered(pages: readonly PageFile[], notes: readonly Note[]): Fault[] {
  const failed = notes.flatMap((one) => ('path' in one && one.status >= 500 ? one : []))
  return pages.flatMap((page) => {
    const one = failed.find(({ path }) => matches(page.path, path))
    return one ? [{ page, reason: one.reason ?? `it could not be rendered (${one.status})` }] : []
  })
}

/** Links of pages that lead nowhere. The page is drawn all the same. */
export function deadLinks(notes: readonly Note[]): string[] {
  return notes.flatMap((one) =>
    'path' in one && one.status === 404 && one.referrer && !one.path.startsWith('/api/')
      ? `The page ${one.referrer} has a link to ${one.path}, where there is no page.`
      : [],
  )
}

/** `/[country]/` matches `/france/`. */
function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.replace(/\/?$/, '/').split('/')
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith('[') || part === given[at])
  )
}

/** Pages that ended the build, by the error in the log. Most do not: svelte.config.js sees their faults first. */
export function pagesNotBuilt(pages: readonly PageFile[], log: string): Fault[] {
  const error = log.slice(log.lastIndexOf('error during build:')).split('\n').slice(1)
  const line = error.find((line) => inPages.test(line))
  const [, folder] = inPages.exec(line ?? '') ?? []
  const page = pages.find(({ path }) => path === (folder ? `/${folder}/` : '/'))
  return line !== undefined && page ? [{ page, reason: line.replace(/\S*\/src\/pages\//g, '').trim() }] : []
}
const inPages = /\bsrc\/pages\/(?:([^"':\n]*)\/)?\+page\.md/
