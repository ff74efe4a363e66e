import { ClienteleError } from '#engine'
import type { IdentitySettings } from '../transforms/identity/matching/index.ts'
import type { Verdict } from './decisions.ts'
import { type LinkStep, pathBetween } from './links.ts'
import { type Meeting, meetingsOf } from './meeting.ts'
import { type PersonValues, personValues } from './person-values.ts'
import { decisionAbout, reviewReasonOf } from './queries.ts'
import { type PersonRecord, recordsOf } from './records.ts'
import type { StewardshipSession } from './session.ts'
import type { Subject } from './subject.ts'
import { pairOfOnePerson } from './verdicts.ts'
import { type Weighing, weighingOf, weighPublished } from './weighing.ts'

export interface Explanation extends Weighing {
  readonly a: PersonRecord
  readonly b: PersonRecord
  /** The values of the people they belong to, from all their records. */
  readonly known: { readonly a: PersonValues; readonly b: PersonValues }
  /** Pairs of records of the two; the heaviest is explained. */
  readonly pairCount: number
  readonly thresholds: IdentitySettings['thresholds']
  /** The comparisons of which one must agree before the weight links them; null if one does, or if none has to. */
  readonly needed: readonly string[] | null
  readonly meetings: readonly Meeting[]
  /** Whether an identifier or a blocking rule finds the pair, so that builds compare it. */
  readonly wasCompared: boolean
  /** The cannot-link rule that forbids the pair. */
  readonly forbidden: string | null
  readonly decision: CurrentDecision | null
  /** Why it waits for clerical review; null if it does not. */
  readonly review: string | null
  readonly isOneCustomer: boolean
  /** The links by which they are one person; null if they are two, or if the next build finds the links again. */
  readonly path: readonly LinkStep[] | null
}

interface CurrentDecision {
  readonly verdict: Verdict
  readonly decision: string
  readonly decidedBy: string
  readonly decidedAt: Date
  readonly reason: string | null
}

/** Everything that speaks for and against two records, or two people, being one. */
export async function explain(
  session: StewardshipSession,
  settings: IdentitySettings,
  one: Subject,
  other: Subject,
): Promise<Explanation> {
  const { pool } = session
  const { left, right, pair, weighing, pairCount } = await strongestPair(session, settings, one, other)
  const [a, b] = await recordsOf(session, [left.recordKey, right.recordKey])
  if (!a || !b) throw gone(one, other)
  const [review] = await reviewReasonOf.read(pool, { record_key: a.recordKey, other_record_key: b.recordKey })
  const isOneCustomer = a.customerKey !== null && a.customerKey === b.customerKey
  return {
    a,
    b,
    known: { a: await personValues(session, a), b: await personValues(session, b) },
    pairCount,
    ...weighing,
    thresholds: settings.thresholds,
    needed: missingAgreement(settings, weighing),
    meetings: await meetingsOf(pool, settings, left, right),
    wasCompared: pair.foundBy !== null,
    forbidden: pair.forbidden,
    decision: await decisionOn(session, a.recordKey, b.recordKey),
    review: review?.reason ?? null,
    isOneCustomer,
    path: isOneCustomer ? await pathBetween(pool, settings, a.recordKey, b.recordKey) : null,
  }
}

function missingAgreement(
  { linkRequiresAgreementOn, comparisons }: IdentitySettings,
  weighing: Weighing,
): readonly string[] | null {
  const agrees = weighing.comparisons.some(
    ({ comparison, level }, index) =>
      linkRequiresAgreementOn.includes(comparison) &&
      level > 0 &&
      level <= (comparisons[index]?.levels.length ?? 0),
  )
  return linkRequiresAgreementOn.length === 0 || agrees ? null : linkRequiresAgreementOn
}

/** The heaviest of all pairs of a record of one with a record of the other. */
async function strongestPair(
  session: StewardshipSession,
  settings: IdentitySettings,
  one: Subject,
  other: Subject,
) {
  const [ones, others] = [one.recordKeys.slice(0, mostRecords), other.recordKeys.slice(0, mostRecords)]
  const weighed = await weighPublished(session, settings, ones, others)
  const isPublished = (key: string) => weighed.records.has(key)
  if (!ones.some(isPublished) || !others.some(isPublished)) throw gone(one, other)
  const [pair] = weighed.pairs
  if (!pair) throw pairOfOnePerson(one, other)
  const isInOrder = ones.includes(pair.a) && others.includes(pair.b)
  const left = weighed.records.get(isInOrder ? pair.a : pair.b)
  const right = weighed.records.get(isInOrder ? pair.b : pair.a)
  if (!left || !right) throw gone(one, other)
  const weighing = weighingOf(settings, weighed, pair, left, right)
  return { left, right, pair, weighing, pairCount: weighed.pairs.length }
}

/** Records of one person beyond this number are not weighed. */
const mostRecords = 50

function gone(one: Subject, other: Subject): ClienteleError {
  return new ClienteleError(
    'record-gone',
    `At least one of ${one.key} and ${other.key} has no record that still exists. Run \`clientele build\` first.`,
    { one: one.key, other: other.key },
  )
}

async function decisionOn(
  { pool }: StewardshipSession,
  a: string,
  b: string,
): Promise<CurrentDecision | null> {
  const [row] = await decisionAbout.read(pool, { record_key: a, other_record_key: b })
  if (!row) return null
  const { verdict, decision, decided_by: decidedBy, decided_at: decidedAt, reason } = row
  return { verdict, decision, decidedBy, decidedAt, reason }
}
