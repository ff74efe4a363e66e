import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import type { Pool } from 'pg'
import { ClienteleError, type RecordOf } from '#engine'
import { UnionFind } from '../analytics/graph/union-find.ts'
import { loadRecords } from '../engine/loading/load.ts'
import { takeLock } from '../engine/postgres/locks.ts'
import { stewardship } from '../transforms/sources/stewardship/stewardship.ts'
import { currentDecisions } from './queries.ts'

export type Verdict = 'same' | 'different' | 'unsure'
export type DecisionCommand = RecordOf<typeof stewardship.decisions>['command']

/** One verdict about two records. */
export interface PairVerdict {
  readonly a: string
  readonly b: string
  readonly verdict: Verdict
}

/** The command that decides, who decides, and why. */
export interface DecisionContext {
  readonly command: DecisionCommand
  readonly by: string
  readonly because?: string | undefined
}

/**
 * Records verdicts as one decision, and returns its name. `checkFirst` runs while nobody else can decide.
 *
 * Errors: `decision-contradicts`, if they contradict earlier decisions.
 */
export function decide(
  pool: Pool,
  verdicts: readonly PairVerdict[],
  context: DecisionContext,
  checkFirst: () => Promise<void> = async () => {},
): Promise<string> {
  return whileNobodyElseDecides(pool, async () => {
    await checkFirst()
    await refuseContradictions(pool, verdicts)
    return record(pool, verdicts, context)
  })
}

/** Runs work on decisions while no other process decides or undoes. */
export async function whileNobodyElseDecides<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const held = await takeLock(pool.options, 'decisions')
  try {
    return await work()
  } finally {
    await held?.release()
  }
}

async function record(
  pool: Pool,
  verdicts: readonly PairVerdict[],
  { command, by, because }: DecisionContext,
): Promise<string> {
  const now = new Date()
  const decision = `${now.toISOString().slice(0, 19).replace(/\D/g, '')}-${randomBytes(3).toString('hex')}`
  const records = verdicts.map(({ a, b, verdict }): RecordOf<typeof stewardship.decisions> => {
    const [lower, higher] = BigInt(a) < BigInt(b) ? [a, b] : [b, a]
    return {
      decision,
      record_key_a: lower,
      record_key_b: higher,
      verdict,
      decided_at: now.toISOString(),
      decided_by: by,
      reason: because?.trim() || null,
      command,
    }
  })
  await saveDecisions(pool, records, command)
  return decision
}

/** Loads decisions into their raw table. Fails if one is quarantined: the steward must not think that it was saved. */
export async function saveDecisions(
  pool: Pool,
  records: readonly RecordOf<typeof stewardship.decisions>[],
  command: string,
): Promise<void> {
  const origin = `clientele identity ${command}`
  const { quarantined, reasons } = await loadRecords(pool, stewardship.decisions, records, {
    origin,
    isSample: false,
  })
  if (quarantined === 0) return
  throw new ClienteleError(
    'decision-refused',
    `The decision was not saved, because it breaks its contract (${reasons[0]?.field ?? 'record'}: ` +
      `${reasons[0]?.example ?? 'no example'}). Correct that part and decide again.`,
    { code: reasons[0]?.code ?? null },
  )
}

/** Fails if decisions would make two records both one person and two. A new verdict replaces older ones about its pair. */
async function refuseContradictions(pool: Pool, verdicts: readonly PairVerdict[]): Promise<void> {
  const rows = await currentDecisions.read(pool, {})
  const byPair = new Map<string, PairVerdict & { readonly decision: string | null }>()
  const pairOf = ({ a, b }: { readonly a: string; readonly b: string }) =>
    BigInt(a) < BigInt(b) ? `${a} ${b}` : `${b} ${a}`
  for (const { record_key_a: a, record_key_b: b, verdict, decision } of rows)
    byPair.set(pairOf({ a, b }), { a, b, verdict, decision })
  for (const verdict of verdicts) byPair.set(pairOf(verdict), { ...verdict, decision: null })

  const all = [...byPair.values()]
  const numbers = new Map([...new Set(all.flatMap(({ a, b }) => [a, b]))].map((key, index) => [key, index]))
  const people = new UnionFind(numbers.size)
  const personOf = (key: string) => people.find(numbers.get(key) ?? 0)
  for (const { a, b, verdict } of all) if (verdict === 'same') people.union(personOf(a), personOf(b))
  const affected = new Set(verdicts.flatMap(({ a, b }) => [personOf(a), personOf(b)]))
  const contradicted = all.filter(
    ({ a, b, verdict }) =>
      verdict === 'different' && personOf(a) === personOf(b) && affected.has(personOf(a)),
  )
  if (contradicted.length === 0) return
  const conflicting = new Set(contradicted.map(({ a }) => personOf(a)))
  const involved = all.filter(({ a, verdict }) => verdict !== 'unsure' && conflicting.has(personOf(a)))
  const decisions = [...new Set(involved.flatMap(({ decision }) => decision ?? []))].sort()
  throw new ClienteleError(
    'decision-contradicts',
    'The decision was not saved, because it contradicts earlier ones: the same records would be one person and ' +
      `two people. Look at ${decisions.join(', ')} in \`clientele identity decisions\`, and undo the wrong one with ` +
      '`clientele identity undo <decision>`.',
    { decisions },
  )
}

/** The name of the operating system's user. */
export function currentSteward(): string {
  try {
    return userInfo().username
  } catch {
    throw new ClienteleError(
      'steward-unknown',
      'The operating system has no name for the current user. Say who decides with --by <name>.',
    )
  }
}
