import type { Pool } from 'pg'

/** Where Cube keeps its pre-aggregations in Postgres. Nobody else reads this schema. */
export const rollupSchema = 'rollups'

/** Set to `on` if this process builds pre-aggregations and answers from them. */
export const rollupsVariable = 'CLIENTELE_CUBE_ROLLUPS'

/**
 * Knows whether the pre-aggregations of a model are those of the warehouse as it is published. Cube would answer from those of
 * the publication before while it builds the next; here queries ask the warehouse meanwhile.
 */
export class Rollups {
  private run: string | null = null
  private ready: { readonly model: string; readonly run: string } | undefined

  /** The publication that queries are about from now on. */
  see(run: string | null): void {
    this.run = run
  }

  areReady(model: string): boolean {
    return this.run !== null && this.ready?.run === this.run && this.ready.model === model
  }

  /**
   * Builds what is missing for a model, unless something is published meanwhile; then the next call does. Returns the tables
   * that are read now, or undefined if they are not complete.
   */
  async renew(
    model: string,
    build: (model: string) => Promise<string[]>,
    follow: () => Promise<void>,
  ): Promise<string[] | undefined> {
    const { run } = this
    if (run === null) return undefined
    const tables = await build(model)
    await follow()
    if (this.run !== run) return undefined
    this.ready = { model, run }
    return tables
  }
}

/** Drops the tables of the schema that are not among these. A query that has one of them open is waited for. */
export async function dropOtherRollups(pool: Pool, tables: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname = $1 and not concat(schemaname, '.', tablename) = any ($2)`,
    [rollupSchema, tables],
  )
  for (const { name } of rows) await pool.query(`drop table if exists ${name}`)
  return rows.map(({ name }) => name)
}
