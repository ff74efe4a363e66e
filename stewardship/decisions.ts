import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import type { Pool } from 'pg'
import { ClienteleError, type RecordOf, render, Sql, type Transform } from '#engine'
import { UnionFind } from '../analytics/graph/union-find.ts'
import { loadRecords } from '../engine/loading/load.ts'
import { stewardship } from '../transforms/sources/stewardship/stewardship.ts'
import { stg_stewardship__decisions } from '../transforms/staging/stewardship/stg_stewardship__decisions.ts'

export type Verdict = 'same' | 'different' | 'unsure'
export type DecisionCommand = RecordOf<typeof stewardship.decisions>['command']

/** One verdict about two records. */
export interface PairVerdict {
  readonly a: string
  readonly b: string
  readonly verdict: Verdict
}

export interface CurrentDecision extends PairVerdict {
  readonly decision: string
}

export interface Deciding {
  readonly command: DecisionCommand
  readonly by: string
  readonly because?: string | undefined
}

/** What holds now about each pair, whether or not it has been built with. */
export const currentDecisions = `(${writtenOut(stg_stewardship__decisions)})`

/**
 * Keeps verdicts that were reached at once, as one decision, and returns its name.
 *
 * Errors: `decision-contradicts`, where they cannot hold together with what was decided before.
 */
export async function decide(
  pool: Pool,
  verdicts: readonly PairVerdict[],
  { command, by, because }: Deciding,
): Promise<string> {
  const now = new Date()
  const decision = `${now.toISOString().slice(0, 19).replace(/\D/g, '')}-${randomBytes(3).toString('hex')}`
  await refuseContradictions(pool, verdicts)
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
  await keep(pool, records, command)
  return decision
}

/** Records pass their contract by construction; one that does not is a fault of ours, and must not pass for kept. */
export async function keep(
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
    `The decision was not kept: ${reasons[0]?.field ?? 'it'}: ${reasons[0]?.example ?? 'breaks its contract'}.`,
    { code: reasons[0]?.code ?? null },
  )
}

/**
 * Two records that decisions make one person cannot be two people by another. What is decided anew counts in
 * place of what was said before of the same pair.
 */
async function refuseContradictions(pool: Pool, verdicts: readonly PairVerdict[]): Promise<void> {
  const { rows } = await pool.query<CurrentDecision>(
    `select record_key_a as a, record_key_b as b, verdict, decision from ${currentDecisions} d`,
  )
  const held = new Map<string, PairVerdict & { readonly decision: string | null }>()
  const pairOf = ({ a, b }: PairVerdict) => (BigInt(a) < BigInt(b) ? `${a} ${b}` : `${b} ${a}`)
  for (const row of rows) held.set(pairOf(row), row)
  for (const verdict of verdicts) held.set(pairOf(verdict), { ...verdict, decision: null })

  const all = [...held.values()]
  const number = new Map([...new Set(all.flatMap(({ a, b }) => [a, b]))].map((key, index) => [key, index]))
  const at = (key: string) => number.get(key) ?? 0
  const people = new UnionFind(number.size)
  for (const { a, b, verdict } of all) if (verdict === 'same') people.union(at(a), at(b))
  const touched = new Set(verdicts.flatMap(({ a, b }) => [people.find(at(a)), people.find(at(b))]))
  const broken = all.filter(
    ({ a, b, verdict }) =>
      verdict === 'different' && people.find(at(a)) === people.find(at(b)) && touched.has(people.find(at(a))),
  )
  if (broken.length === 0) return
  const roots = new Set(broken.map(({ a }) => people.find(at(a))))
  const against = all.filter(({ a, verdict }) => verdict !== 'unsure' && roots.has(people.find(at(a))))
  const decisions = [...new Set(against.flatMap(({ decision }) => decision ?? []))].sort()
  throw new ClienteleError(
    'decision-contradicts',
    `Together with what was decided before, records would be one person and two. Look at ${decisions.join(', ')} ` +
      '(`clientele identity decisions`), and take back with `clientele identity undo` what is wrong.',
    { decisions },
  )
}

function writtenOut({ name, query }: Transform): string {
  if (query instanceof Sql) return render(query, (relation) => relation.name).text
  throw new TypeError(`${name} is not one SELECT, and cannot be read before it is built`)
}

/** Who works at this terminal. */
export function stewardHere(): string {
  try {
    return userInfo().username
  } catch {
    throw new ClienteleError(
      'steward-unknown',
      'This machine does not know who you are. Say who decides: --by <name>',
    )
  }
}
