import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { freePort } from '../../services/ports.ts'
import { migrate } from '../../services/postgres/migrate.ts'
import { startPostgres } from '../../services/postgres/server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of the server that all test files share. */
    postgresUrl: string
  }
}

/** Starts one server for all test files, with settings that are fast because its data may be lost. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // tests start hundreds of processes, which load the same code
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/clientele-compiled')
  const home = await mkdtemp(join(tmpdir(), 'clientele-test-'))
  // if root runs the tests, the server runs as another user, who must be able to enter
  await chmod(home, 0o711)
  const server = await startPostgres({
    home,
    port: await freePort(),
    password: randomBytes(16).toString('hex'),
    tuning: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      shared_buffers: '256MB',
      max_connections: '300',
    },
  })
  await createMigrated(server.url('postgres'), server.url('migrated'))
  project.provide('postgresUrl', server.url('postgres'))
  return async () => {
    await server.release()
    // if that user could not enter, `home` holds a link to the data
    await rm(dirname(server.data), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
}

async function createMigrated(adminUrl: string, url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query('create database migrated')
  await migrate(url)
  await admin.end()
}
