import type { Pool } from 'pg'
import { ClienteleError, type RecordOf } from '#engine'
import { stewardship } from '../transforms/sources/stewardship/stewardship.ts'
import { saveDecisions, whileNobodyElseDecides } from './decisions.ts'

/** One decision: all verdicts that one command recorded. */
export interface PastDecision {
  readonly decision: string
  readonly command: string
  readonly decidedAt: string
  readonly decidedBy: string
  readonly reason: string | null
  readonly withdrawnAt: string | null
  readonly withdrawnBy: string | null
  readonly sameCount: number
  readonly differentCount: number
  readonly unsureCount: number
}

/** All decisions, newest first, including those that were undone. */
export async function pastDecisions(pool: Pool, limit: number): Promise<readonly PastDecision[]> {
  if (!(await rawTableExists(pool))) return []
  const { rows } = await pool.query<PastDecision>(
    `select
       decision,
       min(command) as command,
       min(decided_at) as "decidedAt",
       min(decided_by) as "decidedBy",
       min(reason) as reason,
       min(withdrawn_at) as "withdrawnAt",
       min(withdrawn_by) as "withdrawnBy",
       (count(*) filter (where verdict = 'same'))::integer as "sameCount",
       (count(*) filter (where verdict = 'different'))::integer as "differentCount",
       (count(*) filter (where verdict = 'unsure'))::integer as "unsureCount"
     from ${stewardship.decisions.name}
     group by decision
     order by min(decided_at::timestamptz) desc, decision desc
     limit $1`,
    [limit],
  )
  return rows
}

/**
 * Undoes a whole decision, so that earlier decisions about its pairs apply again. Returns the number of pairs.
 *
 * Errors: `decision-unknown`.
 */
export function withdraw(pool: Pool, decision: string, by: string): Promise<number> {
  return whileNobodyElseDecides(pool, () => withdrawAlone(pool, decision, by))
}

async function withdrawAlone(pool: Pool, decision: string, by: string): Promise<number> {
  const fields = stewardship.decisions.fields.map((field) => `"${field}"`).join(', ')
  const { rows } = (await rawTableExists(pool))
    ? await pool.query<RecordOf<typeof stewardship.decisions>>(
        `select ${fields} from ${stewardship.decisions.name} where decision = $1 and withdrawn_at is null`,
        [decision],
      )
    : { rows: [] }
  if (rows.length === 0) {
    throw new ClienteleError(
      'decision-unknown',
      `Nothing was undone: there is no decision ${decision}, or it was undone before. List decisions with \`clientele identity decisions\`.`,
      { decision },
    )
  }
  const withdrawn = { withdrawn_at: new Date().toISOString(), withdrawn_by: by }
  await saveDecisions(
    pool,
    rows.map((row) => ({ ...row, ...withdrawn })),
    'undo',
  )
  return rows.length
}

async function rawTableExists(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [
    stewardship.decisions.name,
  ])
  return rows[0]?.exists ?? false
}
