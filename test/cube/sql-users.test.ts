import { execFile } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SqlSessions, Turns } from '../../services/cube/sql-sessions.ts'
import { addSqlUser, hashPassword, isPassword, removeSqlUser } from '../../services/cube/sql-users.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

test('a hash matches its password and no other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme' }),
      async (password, other) => {
        const stored = await hashPassword(password)
        expect(await isPassword(stored, password)).toBe(true)
        expect(await isPassword(stored, other)).toBe(password.normalize('NFC') === other.normalize('NFC'))
        expect(await hashPassword(password)).not.toBe(stored)
      },
    ),
    { numRuns: 5 },
  )
})

test('the right password gives the groups, a wrong one gives nothing', async () => {
  await addSqlUser(database.pool, 'ann', 'correct horse battery', ['analyst'])
  const sessions = new SqlSessions(database.pool)
  expect(await sessions.readerFor('ann', 'correct horse battery')).toEqual({ groups: ['analyst'] })
  expect(await sessions.readerFor('ann', 'correct horse batter')).toBeUndefined()
  expect(await sessions.readerFor('bob', 'correct horse battery')).toBeUndefined()
  expect(await sessions.readerFor('ann', '')).toBeUndefined()
  expect(await sessions.readerFor('', '')).toBeUndefined()
  await removeSqlUser(database.pool, 'ann')
  expect(await sessions.readerFor('ann', 'correct horse battery')).toBeUndefined()
  await expect(removeSqlUser(database.pool, 'ann')).rejects.toMatchObject({ code: 'user-unknown' })
})

// Cube asks again about the user of each session, with null as the password
test('a session goes on while its user has the password it began with', async () => {
  const password = 'correct horse battery'
  await addSqlUser(database.pool, 'dan', password, ['analyst'])
  const sessions = new SqlSessions(database.pool)
  expect(await sessions.readerFor('dan', null)).toBeUndefined()
  expect(await sessions.readerFor('dan', 'a wrong one')).toBeUndefined()
  expect(await sessions.readerFor('dan', null)).toBeUndefined()
  await sessions.readerFor('dan', password)
  for (const _ of [1, 2, 3]) expect(await sessions.readerFor('dan', null)).toEqual({ groups: ['analyst'] })
  expect(await sessions.readerFor('eve', null)).toBeUndefined()
  expect(await new SqlSessions(database.pool).readerFor('dan', null)).toBeUndefined()
  // somebody who guesses does not end the sessions of others
  expect(await sessions.readerFor('dan', 'another wrong one')).toBeUndefined()
  await database.pool.query(`update ops.sql_users set groups = '{analyst,pii}' where user_name = 'dan'`)
  expect(await sessions.readerFor('dan', null)).toEqual({ groups: ['analyst', 'pii'] })

  await removeSqlUser(database.pool, 'dan')
  expect(await sessions.readerFor('dan', null)).toBeUndefined()
  await addSqlUser(database.pool, 'dan', password, ['analyst'])
  expect(await sessions.readerFor('dan', null)).toBeUndefined()

  await sessions.readerFor('dan', password)
  await addSqlUser(database.pool, 'dan', 'the next horse battery', ['analyst'])
  expect(await sessions.readerFor('dan', null)).toBeUndefined()
  expect(await sessions.readerFor('dan', password)).toBeUndefined()
})

test('few passwords are checked at once, a few more wait, and the rest are refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 5 }),
      fc.array(fc.boolean(), { maxLength: 30 }),
      async (atOnce, waiting, fails) => {
        const turns = new Turns(atOnce, waiting)
        let running = 0
        let most = 0
        const ended = await Promise.allSettled(
          fails.map((isFailure) =>
            turns.take(async () => {
              most = Math.max(most, ++running)
              await new Promise((resolve) => setImmediate(resolve))
              running--
              if (isFailure) throw new Error('it failed')
              return 'done'
            }),
          ),
        )
        expect(most).toBe(Math.min(fails.length, atOnce))
        expect(
          ended.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason.code ?? 'failed'))),
        ).toEqual(
          fails.map((isFailure, at) =>
            at >= atOnce + waiting ? 'too-many-logins' : isFailure ? 'failed' : 'done',
          ),
        )
        expect(await turns.take(async () => 'still works')).toBe('still works')
      },
    ),
    { numRuns: 50 },
  )
})

test.each([
  ['Ann', 'long enough password', ['analyst']],
  ['ann', 'too short', ['analyst']],
  ['ann', 'long enough password', ['everybody']],
  ['ann', 'long enough password', []],
])('is refused: %s, %s, %j', async (name, password, groups) => {
  await expect(addSqlUser(database.pool, name, password, groups)).rejects.toMatchObject({
    code: 'user-invalid',
  })
})

test('Cube checks the password of these users', async () => {
  await addSqlUser(database.pool, 'pat', 'correct horse battery', ['analyst', 'pii'])
  const script = `
    const { default: config } = await import('./cube.js')
    for (const password of [null, 'wrong', 'correct horse battery', null]) {
      const answer = await config.checkSqlAuth({}, 'pat', password).catch((error) => error.message)
      console.log(JSON.stringify(answer.securityContext ?? answer))
    }
    console.log(config.canSwitchSqlUser('pat', 'ann'))
    process.exit()`
  expect((await run(['--input-type=module', '--eval', script])).split('\n')).toEqual([
    '"Wrong user or password"',
    '"Wrong user or password"',
    '{"sub":"pat","groups":["analyst","pii"]}',
    '{"sub":"pat","groups":["analyst","pii"]}',
    'false',
  ])
})

test('clientele user add, list, remove', async () => {
  const cli = 'cli/main.ts'
  const made = await run([cli, 'user', 'add', 'cleo', '--groups', 'analyst'])
  const password = /log in with (\S+)/.exec(made)?.[1] ?? ''
  const sessions = new SqlSessions(database.pool)
  expect(await sessions.readerFor('cleo', password)).toEqual({ groups: ['analyst'] })
  expect(
    await run(
      [cli, 'user', 'add', 'cleo', '--groups', 'analyst,pii', '--markets', 'FR,other', '--password-stdin'],
      'a password of hers\n',
    ),
  ).toBe('cleo can log in')
  expect(await sessions.readerFor('cleo', 'a password of hers')).toEqual({
    groups: ['analyst', 'pii'],
    markets: ['France', 'Other'],
  })
  expect(await run([cli, 'user', 'list'])).toMatch(
    /^cleo +analyst, pii +France, Other +password +\d{4}-\d\d-\d\d$/m,
  )
  expect(await run([cli, 'user', 'remove', 'cleo'])).toBe('cleo can no longer log in')
})

/** Runs Node in the checkout on this test's database and returns what it prints. */
function run(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, DATABASE_URL: database.url, CUBEJS_API_SECRET: 'unused' },
    }
    const child = execFile(process.execPath, [...args], options, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout.trim()),
    )
    child.stdin?.end(input)
  })
}
