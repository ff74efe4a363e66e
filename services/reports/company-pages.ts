import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathExists } from '../postgres/binaries.ts'

/** Folders of the reports that hold copies of the company's files. Git ignores them. */
export const copiedFolders = { pages: 'pages/company', queries: 'sources/company' } as const

/**
 * Copies the company's pages into the project that Evidence builds: a page is then at `/company/<name>`, and its
 * query `<name>.yaml` is the table `company.<name>`. Copies of pages that the company has deleted are removed.
 */
export async function copyCompanyPages(root: string): Promise<void> {
  const pages = join(root, 'reports', copiedFolders.pages)
  const queries = join(root, 'reports', copiedFolders.queries)
  for (const folder of [pages, queries]) await rm(folder, { recursive: true, force: true })
  const files = await companyFiles(root)
  for (const file of files) {
    const target = join(file.endsWith('.yaml') ? queries : pages, file)
    await mkdir(dirname(target), { recursive: true })
    await cp(join(root, 'company/pages', file), target)
  }
  if (!(await pathExists(queries))) return
  const connection = await readFile(join(root, 'reports/sources/cube/connection.yaml'), 'utf8')
  await writeFile(join(queries, 'connection.yaml'), connection.replace('name: cube', 'name: company'))
}

async function companyFiles(root: string): Promise<string[]> {
  const folder = join(root, 'company/pages')
  if (!(await pathExists(folder))) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
