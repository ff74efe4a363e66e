import type { Pool } from 'pg'
import {
  type IdentitySettings,
  type PreparedRecord,
  pairSources,
} from '../transforms/identity/matching/index.ts'
import { overSharedAmong } from './queries.ts'

/** Whether an identifier or a blocking rule finds a pair of records. */
export interface Meeting {
  readonly name: string
  readonly kind: 'identifier' | 'blocking rule'
  /** Whether two records that share it are one person. */
  readonly joins: boolean
  readonly outcome: 'shared' | 'differs' | 'missing' | 'blocked' | 'over-shared'
  /** What both records have, if it is the same. */
  readonly value: string | null
  /** Why a shared value is not used, in words. */
  readonly why: string | null
}

/** What each identifier and each blocking rule finds for two records, identifiers first. */
export async function meetingsOf(
  pool: Pool,
  settings: IdentitySettings,
  a: PreparedRecord,
  b: PreparedRecord,
): Promise<readonly Meeting[]> {
  const rows = await overSharedAmong.read(pool, { value_keys: a.hashes.filter((hash) => hash !== null) })
  return pairSources(settings).map((source, index): Meeting => {
    const meeting = {
      name: source.name,
      kind: source.isBlockingRule ? ('blocking rule' as const) : ('identifier' as const),
      joins: source.identifier !== null,
      value: null,
      why: null,
    }
    const [left, right] = [a, b].map(({ values }) => source.columns.map((column) => values[column] ?? null))
    if (left?.includes(null) || right?.includes(null)) return { ...meeting, outcome: 'missing' }
    if (String(left) !== String(right)) return { ...meeting, outcome: 'differs' }
    const value = left?.join(' · ') ?? null
    const hash = a.hashes[index]
    if (hash === null)
      return { ...meeting, outcome: 'blocked', value, why: 'the identity settings block this value' }
    const overShared = rows.find((row) => row.kind === source.overSharedKind && row.value_key === hash)
    if (!overShared) return { ...meeting, outcome: 'shared', value }
    const people = overShared.person_count === null ? '' : ` of ${overShared.person_count} people`
    const why = `${overShared.reason}: ${overShared.record_count} records${people}`
    return { ...meeting, outcome: 'over-shared', value, why }
  })
}
