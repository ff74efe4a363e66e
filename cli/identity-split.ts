import type { Command } from 'commander'
import { currentSteward, decide } from '../stewardship/decisions.ts'
import { customerOf, subjectOf } from '../stewardship/subject.ts'
import { splitInTwo } from '../stewardship/verdicts.ts'
import { withReasons } from './identity-decide.ts'
import { plural, print, printJson } from './output.ts'
import { withStewardshipSession } from './stewardship-session.ts'

interface Options {
  readonly records: string
  readonly because?: string
  readonly by?: string
  readonly json?: boolean
}

export function registerSplit(identity: Command): void {
  withReasons(identity.command('split'))
    .description('Take records out of a customer and make them another person')
    .argument('<customer>', 'customer_key, or any of its records')
    .requiredOption(
      '--records <records>',
      'the records to take out, separated by commas: source/kind/identifier or record_key',
    )
    .action(async (customer: string, { records, because, by, json }: Options) => {
      const done = await withStewardshipSession(async (session) => {
        const whole = await customerOf(session, customer)
        const removed: string[] = []
        for (const name of records.split(',')) removed.push(...(await subjectOf(session, name)).recordKeys)
        const verdicts = await splitInTwo(session.pool, whole, removed)
        const decision = await decide(session.pool, verdicts, {
          command: 'split',
          by: by ?? currentSteward(),
          because,
        })
        const removedCount = new Set(removed).size
        const remainingCount = whole.recordKeys.length - removedCount
        return { decision, customerKey: whole.key, removedCount, remainingCount }
      })
      if (json) return printJson(done)
      const { decision, customerKey, removedCount, remainingCount } = done
      print(
        `Saved ${decision}: ${plural(removedCount, 'record')} of customer ${customerKey} will become another person, and ` +
          `${plural(remainingCount, 'record')} will stay. Run \`clientele build\` to apply it.\n`,
      )
    })
}
