import type { Command } from 'commander'
import { asOfOf } from '../engine/graph/catalogue.ts'
import { pasteable } from '../engine/graph/pasteable.ts'
import { declaredWarehouse, hiddenSources, isInUse, sourceOf } from '../services/company/declared.ts'
import { loadSettings } from '../services/settings.ts'
import { print, printJson, printTable } from './output.ts'

export function register(program: Command): void {
  program
    .command('show')
    .description('Print a transform as SQL that can be pasted into psql, or list all transforms')
    .argument('[name]', 'e.g. fct_orders or warehouse.fct_orders')
    .option('--json', 'print the declaration as JSON')
    .action(async (name: string | undefined, options: { json?: boolean }) => {
      const warehouse = await declaredWarehouse(loadSettings())
      const { graph } = warehouse
      if (name === undefined) {
        const list = graph.transforms.map((t) => ({
          name: t.name,
          grain: t.grain,
          description: t.description,
        }))
        if (options.json) return printJson(list)
        const shown = graph.transforms.filter((t) => isInUse(sourceOf(t)))
        printTable(
          ['relation', 'grain', 'description'],
          shown.map((t) => [t.name, t.grain.join(', '), t.description]),
        )
        const hidden = hiddenSources(
          graph.transforms.filter((t) => !shown.includes(t)).flatMap((t) => sourceOf(t) ?? []),
        )
        if (hidden) print(`${hidden}\n`)
        return
      }
      const t = graph.find(name)
      const { sql: query, notes } = pasteable(graph, t, asOfOf(warehouse))
      const columns = Object.entries(t.columns).map(([column, c]) => ({
        name: column,
        type: c.pgType,
        nullable: c.isNullable,
        pii: c.personalData,
        description: c.description,
      }))
      if (options.json) {
        const tests = t.tests.map((test) => test.name)
        const reads = graph.inputs(t).map((input) => input.name)
        return printJson({
          name: t.name,
          description: t.description,
          grain: t.grain,
          columns,
          tests,
          reads,
          query,
        })
      }
      const lines = [
        t.name,
        t.description,
        `Grain: ${t.grain.join(', ')}`,
        ...columns.map((c) => `${c.name} ${c.type}${c.nullable ? '' : ' not null'}: ${c.description}`),
      ]
      lines.push(...notes)
      print(`${lines.map((line) => `-- ${line}`).join('\n')}\n${query};\n`)
    })
}
