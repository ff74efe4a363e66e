import type { Command } from 'commander'
import { decide, stewardHere } from '../stewardship/decisions.ts'
import { customerOf, subjectOf } from '../stewardship/subject.ts'
import { splitInTwo } from '../stewardship/verdicts.ts'
import { withReasons } from './identity-decide.ts'
import { plural, printJson } from './output.ts'
import { withStewardshipSession } from './stewardship-session.ts'

interface Options {
  readonly records: string
  readonly because?: string
  readonly by?: string
  readonly json?: boolean
}

export function registerSplit(identity: Command): void {
  withReasons(identity.command('split'))
    .description('Make some records of a customer a person of their own')
    .argument('<customer>', 'customer_key, or any of its records')
    .requiredOption('--records <records>', 'which go, with commas: source/kind/identifier or record_key')
    .action(async (customer: string, { records, because, by, json }: Options) => {
      const done = await withStewardshipSession(async (session) => {
        const whole = await customerOf(session, customer)
        const apart: string[] = []
        for (const written of records.split(','))
          apart.push(...(await subjectOf(session, written)).recordKeys)
        const verdicts = await splitInTwo(session.pool, whole, apart)
        const decision = await decide(session.pool, verdicts, {
          command: 'split',
          by: by ?? stewardHere(),
          because,
        })
        const goes = new Set(apart).size
        return { decision, customerKey: whole.key, goes, stays: whole.recordKeys.length - goes }
      })
      if (json) return printJson(done)
      const { decision, customerKey, goes, stays } = done
      process.stdout.write(
        `Kept as ${decision}: ${plural(goes, 'record')} of customer ${customerKey} will be another person, ` +
          `${plural(stays, 'record')} will stay one\nNext: clientele build\n`,
      )
    })
}
