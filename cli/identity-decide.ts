import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { currentSteward, decide, type Verdict } from '../stewardship/decisions.ts'
import { pastDecisions, withdraw } from '../stewardship/past-decisions.ts'
import { customerOf, subjectOf } from '../stewardship/subject.ts'
import { verdictsBetween } from '../stewardship/verdicts.ts'
import { plural, print, printJson, printTable } from './output.ts'
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

const subject = 'a record (source/kind/identifier or record_key) or a customer_key'

export function registerDecide(identity: Command): void {
  withReasons(identity.command('decide'))
    .description('Decide whether two records, or all records of two customers, are one person')
    .argument('<one>', subject)
    .argument('<other>', 'the other record or customer')
    .option('--same', 'they are one person')
    .option('--different', 'they are two people')
    .option('--unsure', 'nobody can tell; review does not ask about them again')
    .action((one: string, other: string, options: VerdictOptions) => {
      const chosen = (['same', 'different', 'unsure'] as const).filter((verdict) => options[verdict])
      const [verdict] = chosen
      if (!verdict || chosen.length > 1) {
        throw new ClienteleError(
          'verdict-missing',
          'Nothing was decided. Give exactly one of --same, --different and --unsure.',
        )
      }
      return decideBetween(one, other, verdict, 'decide', options)
    })
  withReasons(identity.command('link'))
    .description('Make two customers one person, with all their records')
    .argument('<one>', 'a customer_key, or any record of the customer')
    .argument('<other>', 'the other record or customer')
    .action((one: string, other: string, options: Options) =>
      decideBetween(one, other, 'same', 'link', options),
    )
  identity
    .command('decisions')
    .description('List decisions, newest first')
    .option('--limit <number>', 'how many to list', positiveNumber, 50)
    .option('--json', 'print JSON')
    .action(async ({ limit, json }: { limit: number; json?: boolean }) => {
      const decisions = await withWarehouse(({ pool }) => pastDecisions(pool, limit))
      if (json) return printJson({ decisions })
      if (decisions.length === 0)
        return void print('No decisions yet. List what waits for one with `clientele identity review`.\n')
      printTable(
        ['decision', 'day', 'by', 'command', 'same', 'different', 'unsure', 'undone', 'because'],
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
    .description('Undo a decision; earlier decisions about its pairs apply again')
    .argument('<decision>', 'its name, as listed by clientele identity decisions')
    .option('--by <name>', 'who undoes it, if not you')
    .option('--json', 'print JSON')
    .action(async (decision: string, { by, json }: Options) => {
      const pairs = await withWarehouse(({ pool }) => withdraw(pool, decision, by ?? currentSteward()))
      if (json) return printJson({ decision, pairs })
      print(`Undid ${decision} (${plural(pairs, 'pair')} of records). Run \`clientele build\` to apply it.\n`)
    })
}

/** Adds the options of every command that records a decision. */
export function withReasons(command: Command): Command {
  return command
    .option('--because <reason>', 'why; saved with the decision')
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
    const find = command === 'link' ? customerOf : subjectOf
    const verdicts = verdictsBetween(await find(session, one), await find(session, other), verdict)
    const context = { command, by: by ?? currentSteward(), because }
    return { decision: await decide(session.pool, verdicts, context), pairs: verdicts.length }
  })
  if (json) return printJson({ decision, verdict, pairs })
  print(
    `Saved ${decision}: ${verdict}, for ${plural(pairs, 'pair')} of records. Run \`clientele build\` to apply it.\n`,
  )
}
