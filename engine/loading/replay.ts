import type pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { CsvReader } from './csv/csv.ts'
import { rowReader } from './csv/rows.ts'
import type { RecordEncoder } from './encoder.ts'
import type { RecordFormat } from './format.ts'
import { Gathering } from './json/json.ts'
import { type Landing, rejectedTable } from './landing.ts'
import { decode, wholeBlock } from './lines.ts'
import { type LoadResult, load } from './load.ts'
import { recordProblem } from './problems.ts'

interface Waiting {
  id: string
  load_id: string
  original: Buffer
  reason_code: string
  format: RecordFormat | null
}

const batchSize = 500

/** The entities that have records waiting. */
export async function waitingEntities(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ entity: string }>(
    'select distinct entity from ops.quarantine where replayed_at is null order by entity',
  )
  return rows.map((row) => row.entity)
}

/**
 * Reads what waits in quarantine again, under the contract as it is now. What passes lands as if it had when it
 * first came: a version that is newer by then stays. What does not pass waits on, with its reason of today.
 */
export async function replayQuarantine(pool: pg.Pool, entity: RawEntity): Promise<LoadResult> {
  return load(pool, entity, {
    origin: 'quarantine',
    isSample: false,
    isReplay: true,
    bytes: () => ({ bytesRead: null, bytesTotal: null }),
    async feed(encoder, landing) {
      await readWaiting(pool, entity, encoder, landing)
      return { kind: 'json' }
    },
    async keepRejected(client) {
      await client.query(
        `update ops.quarantine q set reason_code = r.reason_code, reasons = r.reasons
         from ${rejectedTable} r where q.quarantine_id = r.line`,
      )
      // nothing can have come in between: loads of the entity wait for its lock
      await client.query(
        `update ops.quarantine q set replayed_at = now()
         where entity = $1 and replayed_at is null
           and not exists (select from ${rejectedTable} r where r.line = q.quarantine_id)`,
        [entity.entity],
      )
    },
  })
}

/** On a connection of its own, as the load's is busy taking the records in. */
async function readWaiting(
  pool: pg.Pool,
  entity: RawEntity,
  encoder: RecordEncoder,
  landing: Landing,
): Promise<void> {
  for (let after = { load: '0', id: '0' }; ; ) {
    const { rows } = await pool.query<Waiting>(
      `select quarantine_id as id, load_id, original, reason_code, format
       from ops.quarantine join ops.loads using (load_id)
       where ops.quarantine.entity = $1 and replayed_at is null and (load_id, quarantine_id) > ($2, $3)
       order by load_id, quarantine_id limit ${batchSize}`,
      [entity.entity, after.load, after.id],
    )
    const gathering = new Gathering(encoder, landing)
    for (const row of rows) {
      encoder.fromLoad = row.load_id
      replay(entity, row, encoder, gathering)
      after = { load: row.load_id, id: row.id }
    }
    await gathering.flush()
    if (rows.length < batchSize) return
  }
}

/** In place of a line the rejected get their number in quarantine. */
function replay(entity: RawEntity, row: Waiting, encoder: RecordEncoder, gathering: Gathering): void {
  const { original, format } = row
  const id = Number(row.id)
  if (row.reason_code === 'record-too-long') {
    gathering.reject(recordProblem(row.reason_code, 'only its beginning was kept'), id, original)
    return
  }
  if (format?.kind === 'json') {
    gathering.takeText(decode(original), id, () => original)
    return
  }
  if (format === null) {
    const problems = recordProblem('unreadable-row', 'its header is not known; load its file again')
    gathering.reject(problems, id, original)
    return
  }
  const rows = rowReader(entity, format.names, encoder)
  new CsvReader(format, rows).read(wholeBlock(original), 0)
  rows.end()
  const [rejected] = rows.rejected
  if (rejected) gathering.reject(rejected.problems, id, original)
  else gathering.takeEncoded(rows.text, rows.count)
}
