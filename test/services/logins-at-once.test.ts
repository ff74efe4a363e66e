import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitReaders } from '../../engine/postgres/reader-limits.ts'
import { addLogin, removeLogin } from '../../services/bi/logins.ts'
import { cubeLogin } from '../../services/cube/login.ts'
import { useDatabase } from '../harness/database.ts'

/* Postgres refuses two sessions that change the same role or database at once, with "tuple concurrently updated". */

const db = useDatabase('migrated')
const users = Array.from({ length: 4 }, (_, number) => `at_once_${number}_${process.pid}`)
let homes: string[]

beforeAll(async () => {
  homes = await Promise.all(users.map(() => mkdtemp(join(tmpdir(), 'clientele-logins-'))))
})
afterAll(async () => {
  for (const user of users) await removeLogin(db.pool, user)
  for (const home of homes) await rm(home, { recursive: true })
})

test('processes that give logins at the same time wait for each other', async () => {
  const readers = await Promise.all(users.map(() => db.pool.connect()))
  try {
    for (let round = 0; round < 5; round++) {
      const [logins] = await Promise.all([
        // the first home twice: two processes of one installation start together
        Promise.all([...homes, ...homes.slice(0, 1)].map((home) => cubeLogin(home, db.url))),
        Promise.all(users.map((user) => addLogin(db.pool, user, `password ${round}`, ['analyst']))),
        Promise.all(readers.map(limitReaders)),
      ])
      expect(logins.map(({ isOwn }) => isOwn)).toEqual(logins.map(() => true))
      for (const { url } of logins) {
        const client = new pg.Client({ connectionString: url })
        await client.connect()
        await client.end()
      }
      for (const { url } of logins.slice(1)) await db.pool.query(`drop owned by ${new URL(url).username}`)
    }
  } finally {
    for (const client of readers) client.release()
  }
})
