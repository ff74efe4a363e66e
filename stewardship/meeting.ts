import type { Pool } from 'pg'
import { kindName } from '../transforms/identity/matching/prepare/over-shared.ts'
import { pairSources } from '../transforms/identity/matching/prepare/prepare.ts'
import type { IdentitySettings } from '../transforms/identity/matching/settings/declare.ts'
import type { MatchedRecord } from './matched.ts'

/** Whether an identifier or a blocking rule brings two records together to be compared. */
export interface Meeting {
  readonly name: string
  readonly kind: 'identifier' | 'blocking rule'
  /** Sharing it makes two records one person. */
  readonly joins: boolean
  readonly outcome: 'shared' | 'differs' | 'missing' | 'blocked' | 'over-shared'
  /** What is shared, where anything is. */
  readonly value: string | null
  /** Why a shared value counts for nothing, in words. */
  readonly why: string | null
}

/** What each way of meeting comes to, identifiers first. */
export async function meetingsOf(
  pool: Pool,
  settings: IdentitySettings,
  a: MatchedRecord,
  b: MatchedRecord,
): Promise<readonly Meeting[]> {
  const { rows } = await pool.query<{
    kind: string
    value_key: string
    record_count: number
    person_count: number | null
    reason: string
  }>(
    'select kind, value_key, record_count, person_count, reason from identity.over_shared_identifier where value_key = any($1::bigint[])',
    [a.blocks.filter((block) => block !== null)],
  )
  return pairSources(settings).map((source, index): Meeting => {
    const isIdentifier = index < settings.identifiers.length
    const common = {
      name: source.name,
      kind: isIdentifier ? ('identifier' as const) : ('blocking rule' as const),
      joins: source.identifier !== null,
    }
    const values = (record: MatchedRecord) => source.columns.map((column) => record.said[column] ?? null)
    const [left, right] = [values(a), values(b)]
    if (left.includes(null) || right.includes(null))
      return { ...common, outcome: 'missing', value: null, why: null }
    if (String(left) !== String(right)) return { ...common, outcome: 'differs', value: null, why: null }
    const value = left.join(' · ')
    if (a.blocks[index] === null)
      return { ...common, outcome: 'blocked', value, why: 'the settings block this value' }
    const shared = rows.find(
      (row) => row.kind === kindName(source, settings) && row.value_key === a.blocks[index],
    )
    if (!shared) return { ...common, outcome: 'shared', value, why: null }
    const people = shared.person_count === null ? '' : ` of ${shared.person_count} people`
    const why = `${shared.reason}: ${shared.record_count} records${people}`
    return { ...common, outcome: 'over-shared', value, why }
  })
}
