import type { Command } from 'commander'
import { explain } from '../stewardship/explain.ts'
import { recordFields } from '../stewardship/records.ts'
import { subjectOf } from '../stewardship/subject.ts'
import { settings } from '../transforms/identity/settings.ts'
import { print, printJson } from './output.ts'
import { printReasons, printSideBySide, printWeighing } from './pair-screen.ts'
import { noteRead, withStewardshipSession } from './stewardship-session.ts'

export function registerExplain(identity: Command): void {
  identity
    .command('explain')
    .description('Explain why two records, or two customers, are one person or are not')
    .argument('<one>', 'a record (source/kind/identifier or record_key) or a customer_key')
    .argument('<other>', 'the other record or customer')
    .option('--json', 'print JSON')
    .action(async (one: string, other: string, { json }: { json?: boolean }) => {
      const explanation = await withStewardshipSession(async (session) => {
        const [a, b] = [await subjectOf(session, one), await subjectOf(session, other)]
        const explanation = await explain(session, settings, a, b)
        await noteRead(session, {
          action: 'why',
          fields: recordFields,
          of: [explanation.a.customerKey, explanation.b.customerKey],
        })
        return explanation
      })
      if (json) return printJson(explanation)
      printSideBySide(explanation)
      print('\n')
      printWeighing(explanation)
      printReasons(explanation)
    })
}
