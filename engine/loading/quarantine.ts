import type { ClientBase, Pool } from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'
import { rejectedTable } from './landing.ts'
import { decode } from './lines.ts'
import type { Problem } from './problems.ts'

export interface QuarantinedRecord {
  readonly id: string
  readonly entity: string
  readonly origin: string
  readonly line: number | null
  readonly reason: string
  readonly reasons: readonly Problem[]
  readonly quarantinedAt: Date
  /** The original text of the record. */
  readonly original: string
}

interface QuarantineRow {
  id: string
  entity: string
  origin: string
  line: string | null
  reason: string
  reasons: Problem[]
  quarantined_at: Date
  original: Buffer
}

const select = `
  select q.quarantine_id as id, q.entity, l.origin, q.line, q.reason_code as reason, q.reasons, q.quarantined_at,
    q.original
  from ops.quarantine q join ops.loads l using (load_id)`

/** Records in quarantine that have not been replayed, those of the newest load first. */
export async function listQuarantine(
  pool: Pool,
  filter: { readonly entity?: string; readonly reason?: string; readonly limit: number },
): Promise<{ readonly total: number; readonly records: readonly QuarantinedRecord[] }> {
  const where = `where q.replayed_at is null and ($1::text is null or q.entity = $1)
    and ($2::text is null or q.reason_code = $2)`
  const values = [filter.entity ?? null, filter.reason ?? null]
  const counted = await pool.query<{ total: string }>(
    `select count(*) as total from ops.quarantine q ${where}`,
    values,
  )
  const { rows } = await pool.query<QuarantineRow>(
    `${select} ${where} order by q.load_id desc, q.line, q.quarantine_id limit $3`,
    [...values, filter.limit],
  )
  return { total: Number(counted.rows[0]?.total), records: rows.map(recordOf) }
}

export async function showQuarantined(pool: Pool, id: string): Promise<QuarantinedRecord> {
  const isNumber = /^\d{1,18}$/.test(id)
  const { rows } = await pool.query<QuarantineRow>(`${select} where q.quarantine_id = $1`, [
    isNumber ? id : -1,
  ])
  const row = rows[0]
  if (row) return recordOf(row)
  throw new ClienteleError(
    'quarantine-unknown',
    `No record in quarantine has the number ${id}. List them with \`clientele quarantine list\`.`,
    { id },
  )
}

function recordOf(row: QuarantineRow): QuarantinedRecord {
  return {
    id: row.id,
    entity: row.entity,
    origin: row.origin,
    line: row.line === null ? null : Number(row.line),
    reason: row.reason,
    reasons: row.reasons,
    quarantinedAt: row.quarantined_at,
    original: decode(row.original),
  }
}

/** A record that is already in quarantine, from an earlier load of the same file, is not added again. */
export async function quarantineRejected(
  client: ClientBase,
  entity: RawEntity,
  loadId: string,
): Promise<void> {
  await client.query(
    `with numbered as (
       select *, row_number() over (partition by md5(original) order by line) as occurrence from ${rejectedTable}
     ),
     waiting as (
       select md5(original) as content, count(*) as copies from ops.quarantine
       where entity = $1 and replayed_at is null group by 1
     )
     insert into ops.quarantine (load_id, entity, line, original, reason_code, reasons)
     select $2, $1, line, original, reason_code, reasons
     from numbered left join waiting on content = md5(original)
     where occurrence > coalesce(copies, 0) order by line`,
    [entity.entity, loadId],
  )
}
