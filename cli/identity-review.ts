import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { answerTo } from '../stewardship/answer.ts'
import { decide, stewardHere, type Verdict } from '../stewardship/decisions.ts'
import { explain } from '../stewardship/explain.ts'
import { identityInUse } from '../stewardship/identity-settings.ts'
import { type Question, questionAt, reviewQueue } from '../stewardship/queue.ts'
import type { StewardshipSession } from '../stewardship/session.ts'
import { subjectOf } from '../stewardship/subject.ts'
import { count, plural, printJson, printTable } from './output.ts'
import { inWords, printReasons, printSideBySide, printWeighing } from './pair-screen.ts'
import { withStewardshipSession } from './stewardship-session.ts'
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

const write = (line: string) => process.stdout.write(`${line}\n`)

export function registerReview(identity: Command): void {
  identity
    .command('review')
    .description('People who may be one: what waits for an opinion, most valuable first')
    .option('--show <number>', 'one of the queue side by side, level by level', positiveNumber)
    .option('--decide', 'go through the queue and decide')
    .option('--blind', 'without weights, levels and reasons, so that they do not sway you')
    .option('--reason <reason>', 'only these, e.g. weight or "weak bridge"')
    .option('--limit <number>', 'how many to list', positiveNumber, 20)
    .option('--by <name>', 'who decides, if not you')
    .option('--json', 'print JSON')
    .action((options: Options) =>
      withStewardshipSession(async (session) => {
        if (options.decide) return goThrough(session, options)
        if (options.show !== undefined)
          return show(session, await questionAt(session, options.show, options), options)
        return list(session, options)
      }),
    )
}

async function list(session: StewardshipSession, { limit, reason, blind, json }: Options): Promise<void> {
  const { total, questions } = await reviewQueue(session, { limit, reason })
  if (json) return printJson({ total, questions: questions.map((one) => (blind ? blinded(one) : one)) })
  if (total === 0) return void write('Nothing waits for review.')
  printTable(
    ['number', 'value', 'one', 'other', 'records', ...(blind ? [] : ['weight', 'probability', 'reason'])],
    questions.map((one) => [
      one.number,
      one.lifetimeValueAmount.replace(/(\.\d\d)\d*$/, '$1'),
      one.nameA ?? '',
      one.nameB ?? '',
      `${one.recordKeyA} ${one.recordKeyB}`,
      ...(blind ? [] : [one.weight?.toFixed(2) ?? '', inProbability(one), one.reason]),
    ]),
  )
  if (total > questions.length) write(`and ${plural(total - questions.length, 'other')}`)
  write('Next: clientele identity review --show 1, or --decide')
}

async function show(
  session: StewardshipSession,
  question: Question,
  { blind, json }: Options,
): Promise<void> {
  const one = await subjectOf(session, question.recordKeyA)
  const other = await subjectOf(session, question.recordKeyB)
  const explanation = await explain(session, await identityInUse(), one, other)
  if (json) {
    const { a, b, known } = explanation
    const evidence = blind ? { a, b, known } : explanation
    return printJson({ ...(blind ? blinded(question) : question), ...evidence })
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

/** One after the other, on a terminal or from what is piped in; the end of input ends it. */
async function goThrough(session: StewardshipSession, options: Options): Promise<void> {
  const by = options.by ?? stewardHere()
  const input = createInterface({ input: process.stdin, output: process.stdout, terminal: false })
  const answers = input[Symbol.asyncIterator]()
  const ask = async (prompt: string): Promise<string | null> => {
    process.stdout.write(prompt)
    const { value, done } = await answers.next()
    return done ? null : String(value).trim()
  }
  let decided = 0
  const skipped = new Set<string>()
  try {
    for (;;) {
      const { total, questions } = await reviewQueue(session, {
        limit: skipped.size + 1,
        reason: options.reason,
      })
      const question = questions.find((one) => !skipped.has(nameOf(one)))
      if (!question) break
      write(`\n${count(total - skipped.size)} to go`)
      await show(session, question, { ...options, json: false })
      const verdict = await askVerdict(ask)
      if (verdict === 'quit') break
      if (verdict === 'skip') {
        skipped.add(nameOf(question))
        continue
      }
      const because = (await ask('Because (may stay empty): ')) ?? ''
      const pairs = await answerTo(session, question, verdict)
      write(`Kept as ${await decide(session.pool, pairs, { command: 'review', by, because })}`)
      decided++
    }
  } finally {
    input.close()
  }
  write(`\n${plural(decided, 'decision')} made, ${count(skipped.size)} skipped`)
  if (decided > 0) write('Next: clientele build')
}

async function askVerdict(ask: (prompt: string) => Promise<string | null>) {
  for (;;) {
    const answer = await ask('[s]ame person, [d]ifferent, [u]nsure, s[k]ip, [q]uit: ')
    if (answer === null) return 'quit'
    const verdict = verdicts[answer.toLowerCase()] ?? Object.values(verdicts).find((one) => one === answer)
    if (verdict) return verdict
  }
}

/** The reason is kept back as well: a pair that a rule keeps apart would be known by it. */
function blinded({ weight: _, probability: __, reason: ___, pairCount: ____, ...rest }: Question) {
  return rest
}

function inProbability({ probability }: Question): string {
  return probability === null ? '' : inWords(probability)
}

function nameOf({ recordKeyA, recordKeyB }: Question): string {
  return `${recordKeyA} ${recordKeyB}`
}
