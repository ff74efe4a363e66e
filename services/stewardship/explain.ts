import { ClienteleError } from '../../engine/errors.ts'
import { forbiddenSql } from '../../transforms/identity/matching/conditions.ts'
import type { IdentitySettings } from '../../transforms/identity/matching/declare.ts'
import { heldDecisions, type Verdict } from './decisions.ts'
import { type KnownBy, knownBy } from './known-by.ts'
import { type LinkStep, pathBetween } from './links.ts'
import { matchedRecord, modelInUse } from './matched.ts'
import { type Meeting, meetingsOf } from './meeting.ts'
import { type Desk, type PersonRecord, recordsOf } from './records.ts'
import type { Subject } from './subject.ts'
import { pairOfOne } from './verdicts.ts'
import { type Weighing, weigh } from './weighing.ts'

export interface Explanation extends Weighing {
  readonly a: PersonRecord
  readonly b: PersonRecord
  /** What the persons they belong to are known by, from all their records. */
  readonly known: { readonly a: KnownBy; readonly b: KnownBy }
  /** Pairs of records of the two that came near enough to be kept; the strongest is explained. */
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
  /** By which links they are one person. */
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
  desk: Desk,
  settings: IdentitySettings,
  one: Subject,
  other: Subject,
): Promise<Explanation> {
  const { pool } = desk
  const model = await modelInUse(pool, settings)
  const { a, b, pairCount } = await strongestPair(desk, one, other)
  const left = await matchedRecord(pool, settings, a.recordKey)
  const right = await matchedRecord(pool, settings, b.recordKey)
  const meetings = await meetingsOf(pool, settings, left, right)
  const weighing = weigh(settings, model, left, right)
  const isOneCustomer = a.customerKey !== null && a.customerKey === b.customerKey
  return {
    a,
    b,
    known: { a: await knownBy(desk, a), b: await knownBy(desk, b) },
    pairCount,
    ...weighing,
    thresholds: settings.thresholds,
    needed: neededFor(settings, weighing),
    meetings,
    wasCompared: meetings.some(({ outcome }) => outcome === 'shared'),
    forbidden: await forbiddenBy(desk, settings, left.id, right.id),
    decision: await decisionAbout(desk, a.recordKey, b.recordKey),
    review: await reviewOf(desk, a.recordKey, b.recordKey),
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

/** Of two people, the pair of records that says most; where none was compared, their first. */
async function strongestPair(desk: Desk, one: Subject, other: Subject) {
  const { rows } = await desk.pool.query<{ a: string; b: string; pairs: string }>(
    `select l.record_key::text as a, r.record_key::text as b, count(*) over () as pairs
     from matching.record l
     join matching.record r on r.record_key = any($2::bigint[])
     join matching.pair p on p.a = least(l.id, r.id) and p.b = greatest(l.id, r.id)
     where l.record_key = any($1::bigint[])
     order by p.weight desc, l.record_key, r.record_key limit 1`,
    [one.recordKeys, other.recordKeys],
  )
  const [first = ''] = one.recordKeys
  const [second] = other.recordKeys.filter((key) => key !== first)
  if (second === undefined) throw pairOfOne(one, other)
  const [a, b] = await recordsOf(desk, [rows[0]?.a ?? first, rows[0]?.b ?? second])
  if (a && b) return { a, b, pairCount: Number(rows[0]?.pairs ?? 0) }
  throw new ClienteleError(
    'record-gone',
    `Of ${one.key} and ${other.key} at least one has no record that is still there. Run \`clientele build\` first.`,
    { one: one.key, other: other.key },
  )
}

async function forbiddenBy({ pool }: Desk, settings: IdentitySettings, a: number, b: number) {
  const { rows } = await pool.query<{ forbidden: string | null }>(
    `select ${forbiddenSql(settings)} as forbidden from matching.record l, matching.record r where l.id = $1 and r.id = $2`,
    [Math.min(a, b), Math.max(a, b)],
  )
  return rows[0]?.forbidden ?? null
}

async function decisionAbout({ pool }: Desk, a: string, b: string): Promise<HeldVerdict | null> {
  const { rows } = await pool.query<HeldVerdict>(
    `select verdict, decision, decided_by as "decidedBy", decided_at as "decidedAt", reason from ${heldDecisions} d
     where record_key_a = least($1::bigint, $2::bigint) and record_key_b = greatest($1::bigint, $2::bigint)`,
    [a, b],
  )
  return rows[0] ?? null
}

async function reviewOf({ pool }: Desk, a: string, b: string): Promise<string | null> {
  const { rows } = await pool.query<{ reason: string }>(
    `select reason from identity.identity_review
     where record_key_a = least($1::bigint, $2::bigint) and record_key_b = greatest($1::bigint, $2::bigint)`,
    [a, b],
  )
  return rows[0]?.reason ?? null
}
