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

/**
 * Says whether Cube's cache may be out of date. Refresh keys are not enough: Cube answers from its cache while it
 * renews a key, so the first query after a publication would get the old numbers. The minute is part of the state
 * because some figures change without a publication, such as the age of a load.
 */
export function outdatedSince(pool: pg.Pool): () => Promise<boolean> {
  let seen: string | undefined
  return async () => {
    const { rows } = await pool.query<{ state: string }>(
      `select concat(max(run_id), ' ', date_trunc('minute', now())) as state from ops.publications`,
    )
    const state = rows[0]?.state
    const isOutdated = seen !== undefined && seen !== state
    seen = state
    return isOutdated
  }
}
