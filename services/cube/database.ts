import pg from 'pg'

export const cubeRole = 'clientele_cube'

/** How Cube connects: as the role that only reads, if the user of the database may take it. */
export async function cubeConnection(
  databaseUrl: string,
): Promise<{ connectionString: string; options?: string }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ usable: boolean }>(
      `select exists (select from pg_roles where rolname = $1 and pg_has_role(oid, 'set')) as usable`,
      [cubeRole],
    )
    return rows[0]?.usable
      ? { connectionString: databaseUrl, options: `-c role=${cubeRole}` }
      : { connectionString: databaseUrl }
  } finally {
    await client.end()
  }
}

/** The same connection, to build pre-aggregations. Cube's login only reads unless it asks for more. */
export function writing(connection: { connectionString: string; options?: string }) {
  return { ...connection, options: `${connection.options ?? ''} -c default_transaction_read_only=off`.trim() }
}

export type Publication = {
  /** The run that published what is read now; null if nothing is published. */
  readonly run: string | null
  /** Whether Cube's cache may be out of date since the question before. */
  readonly isOutdated: boolean
}

/**
 * Says what is published, and whether Cube's cache may be out of date. Refresh keys are not enough: Cube answers from its
 * cache while it renews a key, so the first query after a publication would get the old numbers. The minute is part of the
 * state because some figures change without a publication, such as the age of a load.
 */
export function publicationSeen(pool: pg.Pool): () => Promise<Publication> {
  let seen: string | undefined
  return async () => {
    const { rows } = await pool.query<{ run: string | null; minute: string }>(
      `select max(run_id)::text as run, date_trunc('minute', now())::text as minute from ops.publications`,
    )
    const { run = null, minute } = rows[0] ?? {}
    const state = `${run} ${minute}`
    const isOutdated = seen !== undefined && seen !== state
    seen = state
    return { run, isOutdated }
  }
}
