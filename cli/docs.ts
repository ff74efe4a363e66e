import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { busMatrix } from '../engine/graph/bus-matrix.ts'
import { loadWarehouse } from '../engine/graph/catalogue.ts'
import { loadSettings } from '../services/settings.ts'
import { print, printJson } from './output.ts'

const page = 'docs/bus-matrix.md'

export function register(program: Command): void {
  program
    .command('docs')
    .description('Write the bus matrix from the declarations: which facts have which dimensions')
    .option('--check', 'write nothing, and fail if the page would change')
    .option('--json', 'print JSON')
    .action(async (options: { check?: boolean; json?: boolean }) => {
      const { root } = loadSettings()
      const { graph } = await loadWarehouse(join(root, 'transforms'))
      const written = await readFile(join(root, page), 'utf8').catch(() => null)
      const declared = busMatrix(graph.transforms)
      const isCurrent = written === declared
      if (options.check && !isCurrent) {
        throw new ClienteleError(
          'docs-outdated',
          `${page} does not say what is declared. Run \`clientele docs\` and commit what it writes.`,
          { page },
        )
      }
      if (!isCurrent) await writeFile(join(root, page), declared)
      if (options.json) return printJson({ page, isCurrent })
      print(`${page} ${isCurrent ? 'is up to date' : 'was written'}\n`)
    })
}
