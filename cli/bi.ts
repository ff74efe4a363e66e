import type { Command } from 'commander'
import { type BiState, requestBi } from '../services/bi/bi.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { loadSettings } from '../services/settings.ts'
import { plural, print, printJson, printTable } from './output.ts'

export function register(program: Command): void {
  program
    .command('bi')
    .description('Make the schema bi, which BI tools read, and list what of the model it leaves out')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const settings = loadSettings()
      const database = await openDatabase(settings)
      try {
        const state = await requestBi(database.pool, settings.root)
        if (options.json) return printJson(state)
        print(`${describeBi(state)}\n`)
        printTable(
          ['view', 'member', 'left out because'],
          state.leftOut.map(({ view, member, reason }) => [view, member, reason]),
        )
      } finally {
        await database.close()
      }
    })
}

export function describeBi({ leftOut, problem }: BiState): string {
  if (problem !== null) return `The schema bi is not there. ${problem}.`
  if (leftOut.length === 0) return 'The schema bi has every member of the views'
  return `The schema bi leaves out ${plural(leftOut.length, 'member')}: \`clientele bi\` says which, and why`
}
