import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { takeLock } from '../../engine/postgres/locks.ts'
import { isoDay, today } from '../../seeds/sample/calendar.ts'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { loadSample } from '../../seeds/sample/load.ts'
import { createPool } from '../../services/postgres/database.ts'

/**
 * - migrated: empty, after all migrations
 * - built: nothing was loaded, and all tables are built and published; a build then makes only what its records change
 * - sample: a small sample company, loaded and built
 */
export type Template = 'migrated' | 'built' | 'sample'

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
  if (template !== 'migrated') await createTemplate(adminUrl, template)
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
async function createTemplate(adminUrl: string, template: 'built' | 'sample'): Promise<void> {
  const held = await takeLock({ connectionString: adminUrl }, `test ${template}`)
  await administer(adminUrl, async (client) => {
    const existing = await client.query('select from pg_database where datname = $1', [template])
    if (existing.rowCount) return
    const draft = `${template}_draft`
    await client.query(`drop database if exists ${draft}`)
    await client.query(`create database ${draft} template migrated`)
    const pool = createPool(databaseUrl(adminUrl, draft))
    try {
      const warehouse = await loadWarehouse(join(import.meta.dirname, '..', '..', 'transforms'))
      if (template === 'sample') await loadSample(pool, { ...defaultCompany, customers: 300 })
      // the day on which the sample company's history ends, so that tests say the same every day
      const asOf = template === 'sample' ? () => isoDay(today) : undefined
      await build(pool, { ...warehouse, ...(asOf && { asOf }) }, { jobs: 2 })
    } finally {
      await pool.end()
    }
    await client.query(`alter database ${draft} rename to ${template}`)
  }).finally(() => held?.release())
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
