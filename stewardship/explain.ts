import { ClienteleError } from '#engine'
import type { IdentitySettings } from '../transforms/identity/matching/settings/declare.ts'
import { decisionsInForceText, type Verdict } from './decisions.ts'
import { type LinkStep, pathBetween } from './links.ts'
import { forbiddenBy, matchedRecords, modelInUse } from './matched.ts'
import { type Meeting, meetingsOf } from './meeting.ts'
import { type PersonValues, personValues } from './person-values.ts'
import { type PersonRecord, recordsOf } from './records.ts'
import type { StewardshipSession } from './session.ts'
import type { Subject } from './subject.ts'
import { pairOfOnePerson } from './verdicts.ts'
import { type Weighing, weigh } from './weighing.ts'

export interface Explanation extends Weighing {
  readonly a: PersonRecord
  readonly b: PersonRecord
  /** What the persons they belong to are known by, from all their records. */
  readonly known: { readonly a: PersonValues; readonly b: PersonValues }
  /** Pairs of records of the two; the one that weighs most is explained. */
  readonly pairCount: number
  readonly thresholds: IdentitySettings['thresholds']
  /** Comparisons of which one would have to agree for the weight to link them; null where one does, or none has to. */
  readonly needed: readonly string[] | null
  readonly meetings: readonly Meeting[]
  /** Whether anything brought the two together to be compared. */
  readonly wasCompared: boolean
  /** The cannot-link rule that forbids it. */
  readonly forbidden: string | null
  readonly decision: HeldVerdict | null
  /** Why it waits for clerical review, where it does. */
  readonly review: string | null
  readonly isOneCustomer: boolean
  /** By which links they are one person; null where they are two, or the links are worked out at the next build. */
  readonly path: readonly LinkStep[] | null
}

interface HeldVerdict {
  readonly verdict: Verdict
  readonly decision: string
  readonly decidedBy: string
  readonly decidedAt: Date
  readonly reason: string | null
}

/** All that speaks for and against two records, or two people, being one. */
export async function explain(
  session: StewardshipSession,
  settings: IdentitySettings,
  one: Subject,
  other: Subject,
): Promise<Explanation> {
  const { pool } = session
  const { left, right, weighing, pairCount } = await strongestPair(session, settings, one, other)
  const [a, b] = await recordsOf(session, [left.recordKey, right.recordKey])
  if (!a || !b) throw gone(one, other)
  const meetings = await meetingsOf(pool, settings, left, right)
  const isOneCustomer = a.customerKey !== null && a.customerKey === b.customerKey
  return {
    a,
    b,
    known: { a: await personValues(session, a), b: await personValues(session, b) },
    pairCount,
    ...weighing,
    thresholds: settings.thresholds,
    needed: neededFor(settings, weighing),
    meetings,
    wasCompared: meetings.some(({ outcome }) => outcome === 'shared'),
    forbidden: await forbiddenBy(session, settings, a.recordKey, b.recordKey),
    decision: await decisionAbout(session, a.recordKey, b.recordKey),
    review: await reviewOf(session, a.recordKey, b.recordKey),
    isOneCustomer,
    path: isOneCustomer ? await pathBetween(pool, settings, a.recordKey, b.recordKey) : null,
  }
}

function neededFor({ linkNeedsOneOf, comparisons }: IdentitySettings, weighing: Weighing) {
  const agrees = weighing.comparisons.some(
    ({ comparison, level }, index) =>
      linkNeedsOneOf.includes(comparison) && level > 0 && level <= (comparisons[index]?.levels.length ?? 0),
  )
  return linkNeedsOneOf.length === 0 || agrees ? null : linkNeedsOneOf
}

/** Of all pairs of records of two people the one that weighs most. */
async function strongestPair(
  session: StewardshipSession,
  settings: IdentitySettings,
  one: Subject,
  other: Subject,
) {
  const model = await modelInUse(session.pool, settings)
  const sides = [one, other].map(({ recordKeys }) =>
    matchedRecords(session, settings, model, recordKeys.slice(0, mostRecords)),
  )
  const [ones = [], others = []] = await Promise.all(sides)
  const pairs = ones.flatMap((left) =>
    others
      .filter((right) => right.recordKey !== left.recordKey)
      .map((right) => ({ left, right, weighing: weigh(settings, model, left, right) })),
  )
  if (ones.length === 0 || others.length === 0) throw gone(one, other)
  const [strongest] = pairs.sort((x, y) => y.weighing.weight - x.weighing.weight)
  if (!strongest) throw pairOfOnePerson(one, other)
  return { ...strongest, pairCount: pairs.length }
}

/** Of a person with more records than this, those beyond are not weighed. */
const mostRecords = 50

function gone(one: Subject, other: Subject): ClienteleError {
  return new ClienteleError(
    'record-gone',
    `Of ${one.key} and ${other.key} at least one has no record that is still there. Run \`clientele build\` first.`,
    { one: one.key, other: other.key },
  )
}

async function decisionAbout(
  { pool }: StewardshipSession,
  a: string,
  b: string,
): Promise<HeldVerdict | null> {
  const { rows } = await pool.query<HeldVerdict>(
    `select verdict, decision, decided_by as "decidedBy", decided_at as "decidedAt", reason from ${decisionsInForceText} d
     where record_key_a = least($1::bigint, $2::bigint) and record_key_b = greatest($1::bigint, $2::bigint)`,
    [a, b],
  )
  return rows[0] ?? null
}

async function reviewOf({ pool }: StewardshipSession, a: string, b: string): Promise<string | null> {
  const { rows } = await pool.query<{ reason: string }>(
    `select reason from identity.identity_review
     where record_key_a = least($1::bigint, $2::bigint) and record_key_b = greatest($1::bigint, $2::bigint)`,
    [a, b],
  )
  return rows[0]?.reason ?? null
}
