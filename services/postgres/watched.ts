import pg from 'pg'
import { messageOf } from '#engine'

/** A connection to the company's own Postgres that notices when that is away. */
export type WatchedDatabase = {
  readonly ended: Promise<string>
  answers(): Promise<boolean>
  stop(): Promise<void>
}

export async function watchDatabase(databaseUrl: string): Promise<WatchedDatabase> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'clientele watch',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  let reason = 'the connection was closed'
  client.on('error', (error) => {
    reason = messageOf(error)
  })
  await client.connect()
  return {
    ended: new Promise((resolve) => client.once('end', () => resolve(`is away (${reason})`))),
    answers: () => client.query('select 1').then(() => true),
    stop: () => client.end().catch(() => {}),
  }
}
