import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { decide, stewardHere, type Verdict } from '../stewardship/decisions.ts'
import { pastDecisions, withdraw } from '../stewardship/past-decisions.ts'
import { customerOf, subjectOf } from '../stewardship/subject.ts'
import { betweenAll } from '../stewardship/verdicts.ts'
import { plural, printJson, printTable } from './output.ts'
import { day } from './pair-screen.ts'
import { withStewardshipSession } from './stewardship-session.ts'
import { withWarehouse } from './warehouse.ts'
import { positiveNumber } from './whole-number.ts'

interface Options {
  readonly because?: string
  readonly by?: string
  readonly json?: boolean
}

interface VerdictOptions extends Options {
  readonly same?: boolean
  readonly different?: boolean
  readonly unsure?: boolean
}

const who = 'a record (source/kind/identifier or record_key) or a customer_key'

export function registerDecide(identity: Command): void {
  withReasons(identity.command('decide'))
    .description('Say of two records, or of all records of two customers, whether they are one person')
    .argument('<one>', who)
    .argument('<other>', 'the other')
    .option('--same', 'they are one person')
    .option('--different', 'they are two people')
    .option('--unsure', 'nobody can tell: they are not asked about again')
    .action((one: string, other: string, options: VerdictOptions) => {
      const given = (['same', 'different', 'unsure'] as const).filter((verdict) => options[verdict])
      const [verdict] = given
      if (!verdict || given.length > 1) {
        throw new ClienteleError('verdict-missing', 'Say one of --same, --different and --unsure.')
      }
      return decideBetween(one, other, verdict, 'decide', options)
    })
  withReasons(identity.command('link'))
    .description('Make two people one, with all their records')
    .argument('<one>', 'a customer_key, or any of the records')
    .argument('<other>', 'the other')
    .action((one: string, other: string, options: Options) =>
      decideBetween(one, other, 'same', 'link', options),
    )
  identity
    .command('decisions')
    .description('What was decided, newest first')
    .option('--limit <number>', 'how many', positiveNumber, 50)
    .option('--json', 'print JSON')
    .action(async ({ limit, json }: { limit: number; json?: boolean }) => {
      const decisions = await withWarehouse(({ pool }) => pastDecisions(pool, limit))
      if (json) return printJson({ decisions })
      if (decisions.length === 0) return void process.stdout.write('Nothing was decided yet.\n')
      printTable(
        ['decision', 'day', 'by', 'command', 'same', 'different', 'unsure', 'taken back', 'because'],
        decisions.map((one) => [
          one.decision,
          day(one.decidedAt),
          one.decidedBy,
          one.command,
          one.sameCount,
          one.differentCount,
          one.unsureCount,
          one.withdrawnAt ? day(one.withdrawnAt) : '',
          one.reason ?? '',
        ]),
      )
    })
  identity
    .command('undo')
    .description('Take a decision back; what was decided before about its pairs holds again')
    .argument('<decision>', 'its name, from clientele identity decisions')
    .option('--by <name>', 'who takes it back, if not you')
    .option('--json', 'print JSON')
    .action(async (decision: string, { by, json }: Options) => {
      const pairs = await withWarehouse(({ pool }) => withdraw(pool, decision, by ?? stewardHere()))
      if (json) return printJson({ decision, pairs })
      process.stdout.write(`${decision} is taken back (${plural(pairs, 'pair')})\nNext: clientele build\n`)
    })
}

/** The options of every command that decides. */
export function withReasons(command: Command): Command {
  return command
    .option('--because <reason>', 'why; kept with the decision')
    .option('--by <name>', 'who decides, if not you')
    .option('--json', 'print JSON')
}

async function decideBetween(
  one: string,
  other: string,
  verdict: Verdict,
  command: 'decide' | 'link',
  { because, by, json }: Options,
): Promise<void> {
  const { decision, pairs } = await withStewardshipSession(async (session) => {
    const whom = command === 'link' ? customerOf : subjectOf
    const verdicts = betweenAll(await whom(session, one), await whom(session, other), verdict)
    const deciding = { command, by: by ?? stewardHere(), because }
    return { decision: await decide(session.pool, verdicts, deciding), pairs: verdicts.length }
  })
  if (json) return printJson({ decision, verdict, pairs })
  process.stdout.write(
    `Kept as ${decision}: ${verdict}, ${plural(pairs, 'pair')} of records\nNext: clientele build\n`,
  )
}
