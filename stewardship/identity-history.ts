import type { Pool } from 'pg'
import { ledgerEntries } from './queries.ts'
import { type PersonRecord, recordKeysOf, recordsOf } from './records.ts'
import type { StewardshipSession } from './session.ts'
import { customerOf, isKey } from './subject.ts'

/** One entry of the identity ledger. Keys are text, because they do not fit in JavaScript's numbers. */
export interface LedgerEntry {
  readonly ledgerId: number
  readonly runId: number
  readonly recordedAt: Date
  /** assign, merge, split or redirect */
  readonly event: string
  /** Null for a redirect, which concerns a key rather than a record. */
  readonly recordKey: string | null
  /** Null if the record no longer exists. */
  readonly source: string | null
  readonly customerKey: string
  readonly formerCustomerKey: string | null
  readonly reason: string
}

/** What the merges and splits of one run did to one customer. */
export interface IdentityChange {
  readonly runId: number
  readonly recordedAt: Date
  readonly customerKey: string
  /** The key that replaces this one, if it lost all its records. */
  readonly redirectKey: string | null
  readonly formerRecordCount: number
  readonly recordCount: number
  readonly formerOrderCount: number
  readonly orderCount: number
  readonly formerNetAmount: number
  readonly netAmount: number
}

export interface IdentityHistory {
  readonly customerKey: string
  /** Whether any record ever had the key. */
  readonly isKnown: boolean
  /** The key that replaces this one now; the same key if it is in use. */
  readonly resolvesTo: string
  /** Every ledger entry about the key, oldest first. */
  readonly entries: readonly LedgerEntry[]
  readonly changes: readonly IdentityChange[]
}

export interface CustomerHistory extends IdentityHistory {
  /** The customer's records now. */
  readonly records: readonly PersonRecord[]
}

/** The history of a customer key, even if it is no longer in use. A record stands for the customer it belongs to. */
export async function historyOf(session: StewardshipSession, input: string): Promise<CustomerHistory> {
  const byKey = isKey(input) ? await identityHistory(session.pool, input) : null
  const history = byKey?.isKnown
    ? byKey
    : await identityHistory(session.pool, (await customerOf(session, input)).key)
  return { ...history, records: await recordsOf(session, await recordKeysOf(session, history.resolvesTo)) }
}

/** The ledger entries and changes of a customer key. */
export async function identityHistory(pool: Pool, customerKey: string): Promise<IdentityHistory> {
  const resolved = await pool.query<{ key: string }>('select ops.resolve_customer_key($1) as key', [
    customerKey,
  ])
  const rows = await ledgerEntries.read(pool, { customer_key: customerKey })
  const entries = rows.map((row) => ({
    ledgerId: Number(row.ledger_id),
    runId: Number(row.run_id),
    recordedAt: row.recorded_at,
    event: row.event,
    recordKey: row.record_key,
    source: row.source,
    customerKey: row.customer_key,
    formerCustomerKey: row.former_customer_key,
    reason: row.reason,
  }))
  return {
    customerKey,
    isKnown: entries.length > 0,
    resolvesTo: resolved.rows[0]?.key ?? customerKey,
    entries,
    changes: await changesWhere(pool, 'customer_key = $1 order by recorded_at', [customerKey]),
  }
}

/** The customers that a run merged or split, largest change in net amount first, and their total number. */
export async function identityChanges(
  pool: Pool,
  runId: number,
  limit: number,
): Promise<{ readonly count: number; readonly top: readonly IdentityChange[] }> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::integer as count from ops.identity_change where run_id = $1',
    [runId],
  )
  const largestFirst = `run_id = $1
    order by abs(net_amount - former_net_amount) desc, abs(record_count - former_record_count) desc, customer_key
    limit $2`
  return { count: rows[0]?.count ?? 0, top: await changesWhere(pool, largestFirst, [runId, limit]) }
}

async function changesWhere(
  pool: Pool,
  condition: string,
  values: readonly (string | number)[],
): Promise<IdentityChange[]> {
  const { rows } = await pool.query(
    `select run_id, recorded_at, customer_key, redirect_key, former_record_count, record_count, former_order_count,
       order_count, former_net_amount, net_amount
     from ops.identity_change where ${condition}`,
    [...values],
  )
  return rows.map((row) => ({
    runId: Number(row.run_id),
    recordedAt: row.recorded_at,
    customerKey: row.customer_key,
    redirectKey: row.redirect_key,
    formerRecordCount: Number(row.former_record_count),
    recordCount: Number(row.record_count),
    formerOrderCount: Number(row.former_order_count),
    orderCount: Number(row.order_count),
    formerNetAmount: Number(row.former_net_amount),
    netAmount: Number(row.net_amount),
  }))
}
