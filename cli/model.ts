import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { declaredWarehouse } from '../services/company/declared.ts'
import { modelInvalid } from '../services/cube/model-check.ts'
import { compareGenerated, updateGenerated } from '../services/cube/model-generate.ts'
import { compareTypes } from '../services/cube/model-types.ts'
import { loadSettings } from '../services/settings.ts'
import { plural, print, printJson } from './output.ts'

export function register(program: Command): void {
  program
    .command('model')
    .description("Cube's model")
    .command('generate')
    .description(
      'Write the dimensions of cubes from the contracts of the relations they read, and the types of all members',
    )
    .option('--check', 'write nothing, and fail if a file would change')
    .option('--json', 'print JSON')
    .action(async (options: { check?: boolean; json?: boolean }) => {
      const settings = loadSettings()
      const { graph } = await declaredWarehouse(settings)
      const cubes = await compareGenerated(settings.root, graph.transforms)
      if (cubes.problems.length > 0) throw modelInvalid(cubes.problems)
      if (!options.check) await updateGenerated(settings.root, cubes)
      const types = await compareTypes(settings.root)
      if (!options.check) await updateGenerated(settings.root, types)
      const differences = [
        ...[...cubes.missing, ...types.missing].map(({ file }) => `${file} is missing`),
        ...cubes.outdated.map(({ file }) => `${file} differs from the contract`),
        ...types.outdated.map(({ file }) => `${file} differs from the views`),
        ...cubes.unused.map(({ file }) => `${file} is extended by no cube`),
        ...types.unused.map(({ file }) => `${file} is of no view`),
      ]
      if (options.check && differences.length > 0) {
        throw new ClienteleError(
          'model-outdated',
          `Generated files of Cube's model are out of date. Run \`clientele model generate\` and commit what it writes:\n  ${differences.join('\n  ')}`,
          { differences },
        )
      }
      if (options.json) return printJson({ differences })
      const count = (kind: 'missing' | 'outdated' | 'unused' | 'current') =>
        cubes[kind].length + types[kind].length
      const written = plural(count('missing') + count('outdated'), 'file')
      print(`${written} written, ${count('unused')} deleted, ${count('current')} up to date\n`)
    })
}
