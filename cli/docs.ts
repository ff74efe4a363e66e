import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { busMatrix } from '../engine/graph/bus-matrix.ts'
import { loadWarehouse } from '../engine/graph/catalogue.ts'
import { accessPage } from '../services/cube/access-page.ts'
import { isOfProduct, readModelFiles } from '../services/cube/model-files.ts'
import { parseModel } from '../services/cube/model-parse.ts'
import { publishedRelations } from '../services/cube/relations.ts'
import { loadSettings } from '../services/settings.ts'
import { print, printJson } from './output.ts'

export function register(program: Command): void {
  program
    .command('docs')
    .description('Write the pages that say what is declared: the bus matrix, and who sees what')
    .option('--check', 'write nothing, and fail if a page would change')
    .option('--json', 'print JSON')
    .action(async (options: { check?: boolean; json?: boolean }) => {
      const { root } = loadSettings()
      const pages = await writtenPages(root)
      const outdated = pages.filter(({ isCurrent }) => !isCurrent)
      const [first] = outdated
      if (options.check && first) {
        throw new ClienteleError(
          'docs-outdated',
          `${outdated.map(({ page }) => page).join(' and ')} does not say what is declared. Run \`clientele docs\` and commit what it writes.`,
          { page: first.page },
        )
      }
      for (const { page, declared } of outdated) await writeFile(join(root, page), declared)
      if (options.json) return printJson(pages.map(({ page, isCurrent }) => ({ page, isCurrent })))
      for (const { page, isCurrent } of pages)
        print(`${page} ${isCurrent ? 'is up to date' : 'was written'}\n`)
    })
}

async function writtenPages(root: string) {
  const { transforms } = (await loadWarehouse(join(root, 'transforms'))).graph
  const model = parseModel((await readModelFiles(root)).filter(isOfProduct))
  const declared = new Map([
    ['docs/bus-matrix.md', busMatrix(transforms)],
    ['docs/access.md', accessPage(model, publishedRelations(transforms))],
  ])
  return Promise.all(
    [...declared].map(async ([page, text]) => {
      const written = await readFile(join(root, page), 'utf8').catch(() => null)
      return { page, declared: text, isCurrent: written === text }
    }),
  )
}
