import { join } from 'node:path'
import type { Command } from 'commander'
import { describeGraph } from '../engine/graph/check.ts'
import { checkFailed, type Problem } from '../engine/graph/problem.ts'
import { loadPublishedQueries } from '../engine/graph/published-queries.ts'
import { rawDifferences } from '../engine/graph/raw-differences.ts'
import { typeProblems } from '../services/company/types.ts'
import { modelProblems, modelSql, typesNotGenerated } from '../services/cube/model-check.ts'
import { plural, print, printJson } from './output.ts'
import { withWarehouse } from './warehouse.ts'

export function register(program: Command): void {
  program
    .command('check')
    .description('Check every declaration, query, cube, report and type, without building anything')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await withWarehouse(async ({ pool, warehouse, settings }) => {
        const types = typeProblems(settings.root)
        const client = await pool.connect()
        const folders = ['stewardship', 'evaluation', 'services'].map((room) => join(settings.root, room))
        const queries = await loadPublishedQueries(folders)
        const statements = await modelSql(settings.root)
        const work = async () => [
          ...(await describeGraph(client, warehouse.graph, queries, statements)),
          ...(await rawDifferences(client, warehouse.entities.values())),
        ]
        const ofDatabase = await work().finally(() => client.release())
        const ofModel = [
          ...(await modelProblems(settings.root, warehouse.graph.transforms)),
          ...(await typesNotGenerated(settings.root)),
        ]
        const problems: Problem[] = [
          ...ofDatabase,
          ...ofModel.map(({ file, line, message }) => ({ relation: 'Cube', message, at: `${file}:${line}` })),
          ...(await types).map((problem) => ({ relation: 'TypeScript', ...problem })),
        ]
        if (options.json) printJson({ problems })
        if (problems.length > 0) throw checkFailed(problems)
        if (!options.json) {
          const count = plural(warehouse.graph.transforms.length, 'transform')
          const read = plural(queries.length, 'published query', 'published queries')
          print(`${count} and ${read} are as declared, and Cube's model, reports and types fit them\n`)
        }
      })
    })
}
