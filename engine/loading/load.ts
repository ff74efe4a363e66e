import type pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError, messageOf } from '../errors.ts'
import { databaseLost } from '../postgres/lost.ts'
import { rememberColumnMaps, rememberedMaps } from './column-maps.ts'
import { RecordEncoder } from './encoder.ts'
import { openFile } from './input.ts'
import { createRejectedTable, Landing, type Reason } from './landing.ts'
import { withEntityLock } from './lock.ts'
import { chooseRoute } from './merge.ts'
import type { MergeCounts } from './merge-by-key.ts'
import { quarantineRejected } from './quarantine.ts'
import { bringKeysUpToDate } from './raw-keys.ts'
import { syncSources } from './raw-tables.ts'
import { type CsvOptions, type FoundRecords, readFile } from './read-file.ts'
import { foundRecords } from './records.ts'
import { checkSnapshot, markMissing, type Snapshot } from './snapshot.ts'

export interface LoadResult extends MergeCounts {
  readonly loadId: string
  readonly entity: string
  readonly origin: string
  /** Always the sum of loaded, updated, unchanged, outdated and quarantined. */
  readonly read: number
  readonly quarantined: number
  /** Records that a snapshot lacks, and that are marked as deleted. */
  readonly missing: number
  readonly seconds: number
  /** Why records were quarantined, the most frequent first. */
  readonly reasons: readonly Reason[]
  /** Fields that the contract does not know, kept in `_extra`, and how many records had them. */
  readonly unknownFields: Readonly<Record<string, number>>
  /** How the file was read, where that is not obvious. */
  readonly notes: readonly string[]
}

export type LoadEvent =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'progress'
      readonly records: number
      readonly seconds: number
      readonly bytesRead: number | null
      readonly bytesTotal: number | null
    }
  | { readonly kind: 'merging'; readonly records: number }

export interface LoadOptions {
  readonly onEvent?: (event: LoadEvent) => void
}

export interface FileOptions extends LoadOptions, Omit<CsvOptions, 'maps'> {
  /** Columns to read as a field with another name; remembered for the entity. */
  readonly map?: ReadonlyMap<string, string>
  /** The file has all records of its source. */
  readonly snapshot?: Snapshot
  /** Unless given, detected from the file. */
  readonly encoding?: string
}

/** Loads one file (`-` for standard input), completely or not at all: valid records into raw, others into quarantine. */
export async function loadFile(
  pool: pg.Pool,
  entity: RawEntity,
  path: string,
  options: FileOptions = {},
): Promise<LoadResult> {
  const input = await openFile(path, options.encoding)
  const given = options.map ?? new Map<string, string>()
  const maps = { given, remembered: await rememberedMaps(pool, entity) }
  const open = () => readFile(input, entity, { ...options, maps })
  const bytes = () => ({ bytesRead: input.readBytes(), bytesTotal: input.totalBytes })
  const origin = path === '-' ? 'standard input' : path
  const beforeCommit = (client: pg.ClientBase) => rememberColumnMaps(client, entity, given)
  return load(pool, entity, { ...options, origin, isSample: false, open, bytes, beforeCommit })
}

export interface RecordOptions extends LoadOptions {
  readonly origin: string
  readonly isSample: boolean
  /** Runs in the load's transaction, just before the commit. */
  readonly beforeCommit?: (client: pg.ClientBase) => Promise<void>
}

/** Loads records made by a program, with the same checks. */
export async function loadRecords(
  pool: pg.Pool,
  entity: RawEntity,
  records: AsyncIterable<unknown> | Iterable<unknown>,
  options: RecordOptions,
): Promise<LoadResult> {
  return load(pool, entity, {
    ...options,
    open: () => ({ format: { kind: 'json' }, blocks: foundRecords(records) }),
  })
}

export interface Job extends RecordOptions {
  /** Whether the records come from quarantine; each then names the load that first met it. */
  readonly isReplay?: boolean
  readonly snapshot?: Snapshot
  open(): Promise<FoundRecords> | FoundRecords
  /** What happens to records that break the contract, unless they go to quarantine. */
  keepRejected?(client: pg.ClientBase): Promise<void>
  /** How much of the file has been read. */
  bytes?(): { bytesRead: number; bytesTotal: number | null }
}

const unknownSize = { bytesRead: null, bytesTotal: null }

export async function load(pool: pg.Pool, entity: RawEntity, job: Job): Promise<LoadResult> {
  if (job.snapshot) checkSnapshot(entity)
  const waiting = () => job.onEvent?.({ kind: 'waiting' })
  return withEntityLock(pool, entity.entity, waiting, async (client) => {
    await syncSources(client, [entity])
    const loadId = await beginLoad(client, entity, job)
    try {
      return await runLoad(client, entity, loadId, job)
    } catch (error) {
      // on another connection: this one may be in the middle of a COPY, and is thrown away
      // without waiting for its transaction, which may have changed the row
      const update = `
        update ops.loads set status = 'failed', finished_at = now(), error = $2
        where load_id = (select load_id from ops.loads where load_id = $1 for update skip locked)`
      await pool.query(update, [loadId, messageOf(error)]).catch(() => {})
      throw error
    }
  })
}

/** Since this process holds the entity's lock, any other load that is still marked as running was killed. */
async function beginLoad(client: pg.ClientBase, entity: RawEntity, job: Job): Promise<string> {
  await client.query(
    `update ops.loads set status = 'failed', finished_at = now(), error = 'interrupted'
     where entity = $1 and status = 'running'`,
    [entity.entity],
  )
  const { rows } = await client.query<{ load_id: string }>(
    'insert into ops.loads (entity, origin, is_sample, is_replay) values ($1, $2, $3, $4) returning load_id',
    [entity.entity, job.origin, job.isSample, job.isReplay ?? false],
  )
  const loadId = rows[0]?.load_id
  if (loadId === undefined)
    throw new ClienteleError(
      'load-failed',
      'ops.loads returned no number for this load. Nothing was loaded; try again.',
    )
  return loadId
}

function interrupted({ entity }: RawEntity): ClienteleError {
  return databaseLost(
    new Error('its lock on the records was gone'),
    `Another load of ${entity} has begun since, so nothing of this one was stored. Run the same command again.`,
    { entity },
  )
}

async function runLoad(
  client: pg.ClientBase,
  entity: RawEntity,
  loadId: string,
  job: Job,
): Promise<LoadResult> {
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  await client.query('begin')
  await bringKeysUpToDate(client, entity)
  const encoder = new RecordEncoder(entity, loadId, job.isReplay)
  const route = await chooseRoute(client, entity, encoder, loadId)
  await client.query(createRejectedTable)
  let reported = 0
  const landing = new Landing(client, route.table, encoder, () => {
    if (seconds() - reported < 0.1) return
    reported = seconds()
    job.onEvent?.({
      kind: 'progress',
      records: landing.read,
      seconds: reported,
      ...unknownSize,
      ...job.bytes?.(),
    })
  })
  const { format, blocks, notes = [] } = await job.open()
  await landing.land(blocks)
  job.onEvent?.({ kind: 'merging', records: landing.read })
  const { counts, written } = await route.merge(landing.accepted)
  const missing = job.snapshot ? await markMissing(client, entity, loadId, job.snapshot) : 0
  await (job.keepRejected?.(client) ?? quarantineRejected(client, entity, loadId))
  const { rowCount: stillRunning } = await client.query(
    `update ops.loads set status = 'done', finished_at = clock_timestamp(), read_count = $2, loaded_count = $3,
       updated_count = $4, unchanged_count = $5, outdated_count = $6, quarantined_count = $7, format = $8
     where load_id = $1 and status = 'running'`,
    [
      loadId,
      landing.read,
      counts.loaded,
      counts.updated,
      counts.unchanged,
      counts.outdated,
      landing.rejected,
      JSON.stringify(format),
    ],
  )
  // another load of the entity began, because the connection that held the lock was lost
  if (stillRunning === 0) throw interrupted(entity)
  if (written + missing > 0) {
    await client.query(
      `update ops.entities set version = version + 1, row_count = row_count + $2, changed_at = now()
       where entity = $1`,
      [entity.entity, counts.loaded],
    )
  }
  await job.beforeCommit?.(client)
  await client.query('commit')
  return {
    loadId,
    entity: entity.entity,
    origin: job.origin,
    read: landing.read,
    ...counts,
    quarantined: landing.rejected,
    missing,
    seconds: seconds(),
    reasons: landing.reasons,
    unknownFields: Object.fromEntries(encoder.unknownFields),
    notes,
  }
}
