import type pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { rowsOf } from './csv/csv.ts'
import { DecimalMarks } from './csv/decimal-marks.ts'
import { numberColumns } from './csv/export-columns.ts'
import { recordsAgain } from './csv/records.ts'
import type { RecordFormat } from './format.ts'
import { parseJson } from './json/json.ts'
import { rejectedTable } from './landing.ts'
import { decode, LineBlock } from './lines.ts'
import { type LoadResult, load } from './load.ts'
import { recordProblem } from './problems.ts'
import type { Found, FoundBlocks } from './records.ts'

interface Waiting {
  id: string
  load_id: string
  original: Buffer
  reason_code: string
  format: RecordFormat | null
}

const batchSize = 500

/** The entities that have records in quarantine. */
export async function waitingEntities(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ entity: string }>(
    'select distinct entity from ops.quarantine where replayed_at is null order by entity',
  )
  return rows.map((row) => row.entity)
}

/**
 * Checks the records in quarantine against the current contract. Those that pass are loaded as if they had been
 * valid when they first arrived: a newer version that arrived since then stays. The others stay in quarantine with
 * their current reason.
 */
export async function replayQuarantine(pool: pg.Pool, entity: RawEntity): Promise<LoadResult> {
  return load(pool, entity, {
    origin: 'quarantine',
    isSample: false,
    isReplay: true,
    open: () => ({ format: { kind: 'json' }, blocks: readWaiting(pool, entity) }),
    async keepRejected(client) {
      await client.query(
        `update ops.quarantine q set reason_code = r.reason_code, reasons = r.reasons
         from ${rejectedTable} r where q.quarantine_id = r.line`,
      )
      // nothing can have been added meanwhile: loads of the entity wait for its lock
      await client.query(
        `update ops.quarantine q set replayed_at = now()
         where entity = $1 and replayed_at is null
           and not exists (select from ${rejectedTable} r where r.line = q.quarantine_id)`,
        [entity.entity],
      )
    },
  })
}

/** Uses another connection, because the load's is busy with COPY. */
async function* readWaiting(pool: pg.Pool, entity: RawEntity): FoundBlocks {
  for (let after = { load: '0', id: '0' }; ; ) {
    const { rows } = await pool.query<Waiting>(
      `select quarantine_id as id, load_id, original, reason_code, format
       from ops.quarantine join ops.loads using (load_id)
       where ops.quarantine.entity = $1 and replayed_at is null and (load_id, quarantine_id) > ($2, $3)
       order by load_id, quarantine_id limit ${batchSize}`,
      [entity.entity, after.load, after.id],
    )
    yield rows.flatMap((row) => parseAgain(entity, row))
    const last = rows.at(-1)
    if (!last || rows.length < batchSize) return
    after = { load: last.load_id, id: last.id }
  }
}

/** Reasons that replaying cannot remove, because the file has to be loaded again. */
const needsFile = new Map([
  ['record-too-long', 'only its beginning was kept'],
  ['misplaced-text', 'correct the file and load it again'],
])

/** The record's number in quarantine takes the place of its line. */
function parseAgain(entity: RawEntity, row: Waiting): Found[] {
  const { format, reason_code: reason } = row
  const line = Number(row.id)
  const original = () => row.original
  const refuse = (code: string, message: string) => [
    { line, record: null, problems: recordProblem(code, message), original },
  ]
  const message = needsFile.get(reason)
  if (message !== undefined) return refuse(reason, message)
  if (format === null)
    return refuse('unreadable-row', 'the header of its file was not kept; load the file again')
  const fromLoad = row.load_id
  if (format.kind === 'json') return [{ ...parseJson(decode(row.original), line, original), fromLoad }]
  const { names, decimals } = format
  const marks = new DecimalMarks(names, numberColumns(entity, names), decimals ?? '.')
  const rows = marks.written(rowsOf(new LineBlock(row.original, { isLast: true }), format))
  return recordsAgain(rows, entity, names).map((found) => ({ ...found, line, original, fromLoad }))
}
