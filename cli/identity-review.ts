import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { currentSteward, decide, type Verdict } from '../stewardship/decisions.ts'
import { explain } from '../stewardship/explain.ts'
import { matchModel } from '../stewardship/match-model.ts'
import { type ReviewItem, reviewItemAt, reviewQueue } from '../stewardship/queue.ts'
import { recordFields } from '../stewardship/records.ts'
import type { StewardshipSession } from '../stewardship/session.ts'
import { subjectOf } from '../stewardship/subject.ts'
import { verdictsOn } from '../stewardship/verdicts.ts'
import { settings } from '../transforms/identity/settings.ts'
import { printModelFindings } from './match-model.ts'
import { count, plural, print, printJson, printTable } from './output.ts'
import { formatProbability, printReasons, printSideBySide, printWeighing } from './pair-screen.ts'
import { noteRead, withStewardshipSession } from './stewardship-session.ts'
import { positiveNumber } from './whole-number.ts'

interface Options {
  readonly show?: number
  readonly decide?: boolean
  readonly blind?: boolean
  readonly reason?: string
  readonly limit: number
  readonly by?: string
  readonly json?: boolean
}

const write = (line: string) => print(`${line}\n`)

export function registerReview(identity: Command): void {
  identity
    .command('review')
    .description('List customers who may be one person and wait for a decision, most valuable first')
    .option('--show <number>', 'compare one item of the queue side by side', positiveNumber)
    .option('--decide', 'go through the queue and decide about each')
    .option('--blind', 'hide weights, levels and reasons, so that they do not influence you')
    .option('--reason <reason>', 'only items with this reason, such as weight or "weak bridge"')
    .option('--limit <number>', 'how many to list', positiveNumber, 20)
    .option('--by <name>', 'who decides, if not you')
    .option('--json', 'print JSON')
    .action((options: Options) =>
      withStewardshipSession(async (session) => {
        if (options.decide) return goThrough(session, options)
        if (options.show !== undefined)
          return show(session, await reviewItemAt(session, options.show, options), options)
        return list(session, options)
      }),
    )
}

async function list(session: StewardshipSession, { limit, reason, blind, json }: Options): Promise<void> {
  const { total, items } = await reviewQueue(session, { limit, reason })
  await noteRead(session, {
    action: 'search',
    fields: ['full_name'],
    of: items.flatMap((item) => [item.customerKeyA, item.customerKeyB]),
  })
  const model = await matchModel(session.pool)
  if (json) {
    const shown = items.map((item) => (blind ? withoutEvidence(item) : item))
    return printJson({ total, items: shown, modelFindings: model?.findings ?? [] })
  }
  if (total === 0) write('Nothing waits for review.')
  else printQueue(items, total, blind)
  printModelFindings(model)
}

function printQueue(items: readonly ReviewItem[], total: number, blind: boolean | undefined): void {
  printTable(
    ['number', 'value', 'one', 'other', 'records', ...(blind ? [] : ['weight', 'probability', 'reason'])],
    items.map((item) => [
      item.number,
      item.lifetimeValueAmount.replace(/(\.\d\d)\d*$/, '$1'),
      item.nameA ?? '',
      item.nameB ?? '',
      recordPair(item),
      ...(blind ? [] : [item.weight?.toFixed(2) ?? '', probabilityCell(item), item.reason]),
    ]),
  )
  if (total > items.length)
    write(`${plural(total - items.length, 'more item')}; list them with --limit ${total}`)
  write('Next: compare one with `clientele identity review --show 1`, or decide about them with --decide')
}

async function show(session: StewardshipSession, item: ReviewItem, { blind, json }: Options): Promise<void> {
  const one = await subjectOf(session, item.recordKeyA)
  const other = await subjectOf(session, item.recordKeyB)
  const explanation = await explain(session, settings, one, other)
  await noteRead(session, {
    action: 'why',
    fields: recordFields,
    of: [explanation.a.customerKey, explanation.b.customerKey],
  })
  if (json) {
    const { a, b, known } = explanation
    return printJson(blind ? { ...withoutEvidence(item), a, b, known } : { ...item, ...explanation })
  }
  printSideBySide(explanation)
  if (blind) return
  write('')
  printWeighing(explanation)
  printReasons(explanation)
}

const verdicts: Readonly<Record<string, Verdict | 'skip' | 'quit'>> = {
  s: 'same',
  d: 'different',
  u: 'unsure',
  k: 'skip',
  q: 'quit',
}

/** Asks about one item after the other, on a terminal or from piped input, until the queue or the input ends. */
async function goThrough(session: StewardshipSession, options: Options): Promise<void> {
  const by = options.by ?? currentSteward()
  const input = createInterface({ input: process.stdin, terminal: false })
  const answers = input[Symbol.asyncIterator]()
  const ask = async (prompt: string): Promise<string | null> => {
    print(prompt)
    const { value, done } = await answers.next()
    return done ? null : String(value).trim()
  }
  let decided = 0
  const skipped = new Set<string>()
  try {
    for (;;) {
      const { total, items } = await reviewQueue(session, {
        limit: skipped.size + 1,
        reason: options.reason,
      })
      const item = items.find((each) => !skipped.has(recordPair(each)))
      if (!item) break
      write(`\n${count(total - skipped.size)} left`)
      await show(session, item, { ...options, json: false })
      const verdict = await askVerdict(ask)
      if (verdict === 'quit') break
      if (verdict === 'skip') {
        skipped.add(recordPair(item))
        continue
      }
      const because = (await ask('Reason (optional): ')) ?? ''
      const pairs = await verdictsOn(session, item, verdict)
      write(`Saved ${await decide(session.pool, pairs, { command: 'review', by, because })}`)
      decided++
    }
  } finally {
    input.close()
  }
  write(`\n${plural(decided, 'decision')} made, ${count(skipped.size)} skipped`)
  if (decided > 0) write('Run `clientele build` to apply them.')
}

async function askVerdict(ask: (prompt: string) => Promise<string | null>) {
  for (;;) {
    const answer = await ask('[s]ame person, [d]ifferent, [u]nsure, s[k]ip, [q]uit: ')
    if (answer === null) return 'quit'
    const verdict = verdicts[answer.toLowerCase()] ?? Object.values(verdicts).find((word) => word === answer)
    if (verdict) return verdict
  }
}

/** The reason is evidence too: it says whether a rule keeps the two apart. */
function withoutEvidence({ weight: _, probability: __, reason: ___, pairCount: ____, ...rest }: ReviewItem) {
  return rest
}

function probabilityCell({ probability }: ReviewItem): string {
  return probability === null ? '' : formatProbability(probability)
}

function recordPair({ recordKeyA, recordKeyB }: ReviewItem): string {
  return `${recordKeyA} ${recordKeyB}`
}
