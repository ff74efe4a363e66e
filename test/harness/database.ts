import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { lock } from '../../engine/postgres/locks.ts'
import { isoDay, today } from '../../seeds/sample/calendar.ts'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { loadSample } from '../../seeds/sample/load.ts'
import { createPool } from '../../services/postgres/database.ts'

/** `migrated`: empty, after all migrations. `sample`: a small sample company, loaded and built. */
export type Template = 'migrated' | 'sample'

export type TestDatabase = {
  readonly url: string
  readonly pool: pg.Pool
  drop(): Promise<void>
}

/** The database of a test file: cloned before its first test, dropped after its last. */
export function useDatabase(template?: Template): Pick<TestDatabase, 'url' | 'pool'> {
  let clone: TestDatabase | undefined
  const cloned = () => {
    if (!clone) throw new Error('The database of a test file exists only while its tests and hooks run.')
    return clone
  }
  beforeAll(async () => {
    clone = await cloneDatabase(template)
  })
  afterAll(() => clone?.drop())
  return {
    get url() {
      return cloned().url
    },
    get pool() {
      return cloned().pool
    },
  }
}

/** A database copied from a template, which the caller drops. */
export async function cloneDatabase(template: Template = 'migrated'): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl')
  if (template === 'sample') await createSample(adminUrl)
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(adminUrl, (client) =>
    client.query(`create database ${name} template ${template} strategy file_copy`),
  )
  const url = databaseUrl(adminUrl, name)
  const pool = createPool(url)
  return {
    url,
    pool,
    async drop() {
      await pool.end()
      await administer(adminUrl, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

/** Creates the template for the first test file that needs it; other test files wait. */
async function createSample(adminUrl: string): Promise<void> {
  await administer(adminUrl, async (client) => {
    await lock(client, 'test sample')
    const existing = await client.query(`select from pg_database where datname = 'sample'`)
    if (existing.rowCount) return
    await client.query('drop database if exists sample_draft')
    await client.query('create database sample_draft template migrated')
    const pool = createPool(databaseUrl(adminUrl, 'sample_draft'))
    try {
      await loadSample(pool, { ...defaultCompany, customers: 300 })
      const warehouse = await loadWarehouse(join(import.meta.dirname, '..', '..', 'transforms'))
      // the day on which the sample company's history ends, so that tests say the same every day
      await build(pool, { ...warehouse, asOf: () => isoDay(today) }, { jobs: 2 })
    } finally {
      await pool.end()
    }
    await client.query('alter database sample_draft rename to sample')
  })
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

async function administer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
