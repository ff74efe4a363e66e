import pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'
import { type LoadEvent, type LoadResult, loadRecords } from './load.ts'
import { TableRows, type TableSource } from './table-rows.ts'

const rowsOfLoad = 200_000

/**
 * Pulls a table of another Postgres and checks every row against the contract. With a cursor the rows come in its
 * order, and each load stores the last value in its transaction, so that the next pull continues from there, even
 * after a crash. Rows with that last value are read again, because others may have received it since; unchanged
 * rows change nothing.
 */
export async function pullTable(
  pool: pg.Pool,
  entity: RawEntity,
  source: TableSource,
  on: { onEvent?: (event: LoadEvent) => void; onLoad?: (result: LoadResult) => void } = {},
): Promise<readonly LoadResult[]> {
  if (source.cursor && entity.key === 'content') {
    throw new ClienteleError(
      'pull-invalid',
      `${entity.entity} has no natural key, so rows that are read again cannot be recognised. Pull it without a cursor.`,
    )
  }
  const client = await connect(source)
  const results: LoadResult[] = []
  try {
    const rows = new TableRows(client, entity, source, await readPosition(pool, entity, source))
    await rows.open().catch((error) => {
      throw pullError(source, error)
    })
    const limit = source.cursor ? (source.batch ?? rowsOfLoad) : Number.POSITIVE_INFINITY
    do {
      const result = await loadRecords(pool, entity, withPullErrors(source, rows.next(limit)), {
        origin: source.origin,
        isSample: false,
        ...(on.onEvent && { onEvent: on.onEvent }),
        beforeCommit: (own) => keepPosition(own, entity, source, rows.position),
      })
      results.push(result)
      on.onLoad?.(result)
    } while (!rows.isAtEnd)
    return results
  } finally {
    await client.end().catch(() => {})
  }
}

async function connect(source: TableSource): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: source.url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(`set timezone = 'UTC'; set datestyle = 'ISO'; set default_transaction_read_only = on`)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw pullError(source, error)
  }
}

async function* withPullErrors(source: TableSource, rows: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* rows
  } catch (error) {
    throw pullError(source, error)
  }
}

function pullError(source: TableSource, error: unknown): unknown {
  if (error instanceof ClienteleError) return error
  // if a name has several addresses, Node leaves the message empty and puts the reason in the code
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = (error instanceof Error && error.message) || code
  return new ClienteleError(
    'pull-failed',
    `${source.origin} cannot be pulled: ${reason}. Earlier loads are kept. Fix the cause and run the same command again.`,
    { origin: source.origin },
    { cause: error },
  )
}

const pullName = (source: TableSource) => `${source.origin} by ${source.cursor}`

async function readPosition(pool: pg.Pool, entity: RawEntity, source: TableSource): Promise<string | null> {
  const { rows } = await pool.query<{ position: string }>(
    'select position from ops.pulls where entity = $1 and origin = $2',
    [entity.entity, pullName(source)],
  )
  return rows[0]?.position ?? null
}

async function keepPosition(
  client: pg.ClientBase,
  entity: RawEntity,
  source: TableSource,
  position: string | null,
): Promise<void> {
  if (source.cursor === undefined || position === null) return
  await client.query(
    `insert into ops.pulls (entity, origin, position) values ($1, $2, $3)
     on conflict (entity, origin) do update set position = excluded.position, pulled_at = now()`,
    [entity.entity, pullName(source), position],
  )
}
