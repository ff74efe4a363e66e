import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { createPool } from '../../services/database.ts'

export type Template = 'migrated'

export type TestDatabase = {
  readonly url: string
  readonly pool: pg.Pool
  drop(): Promise<void>
}

/** A database of its own for one test file, copied from a template: whole, and nobody else's. */
export async function cloneDatabase(template: Template = 'migrated'): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(adminUrl, `create database ${name} template ${template} strategy file_copy`)
  const url = databaseUrl(adminUrl, name)
  const pool = createPool(url)
  return {
    url,
    pool,
    async drop() {
      await pool.end()
      await administer(adminUrl, `drop database ${name} with (force)`)
    },
  }
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
