import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { declaredWarehouse } from '../services/company/declared.ts'
import { modelInvalid } from '../services/cube/model-check.ts'
import { compareGenerated, updateGenerated } from '../services/cube/model-generate.ts'
import { loadSettings } from '../services/settings.ts'
import { plural, print, printJson } from './output.ts'

export function register(program: Command): void {
  program
    .command('model')
    .description("Cube's model")
    .command('generate')
    .description('Write the dimensions of cubes from the contracts of the relations they read')
    .option('--check', 'write nothing, and fail if a file would change')
    .option('--json', 'print JSON')
    .action(async (options: { check?: boolean; json?: boolean }) => {
      const settings = loadSettings()
      const { graph } = await declaredWarehouse(settings)
      const files = await compareGenerated(settings.root, graph.transforms)
      if (files.problems.length > 0) throw modelInvalid(files.problems)
      const differences = [
        ...files.missing.map(({ file }) => `${file} is missing`),
        ...files.outdated.map(({ file }) => `${file} differs from the contract`),
        ...files.unused.map(({ file }) => `${file} is extended by no cube`),
      ]
      if (options.check && differences.length > 0) {
        throw new ClienteleError(
          'model-outdated',
          `Generated files of Cube's model are out of date. Run \`clientele model generate\` and commit what it writes:\n  ${differences.join('\n  ')}`,
          { differences },
        )
      }
      await updateGenerated(settings.root, files)
      if (options.json) return printJson({ differences })
      const written = plural(files.missing.length + files.outdated.length, 'file')
      const deleted = files.unused.length
      print(`${written} written, ${deleted} deleted, ${files.current.length} up to date\n`)
    })
}
