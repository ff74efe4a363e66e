import { execFile } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addSqlUser,
  hashPassword,
  isPassword,
  removeSqlUser,
  sqlUserGroups,
} from '../../services/cube/sql-users.ts'
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
  expect(await sqlUserGroups(database.pool, 'ann', 'correct horse battery')).toEqual(['analyst'])
  expect(await sqlUserGroups(database.pool, 'ann', 'correct horse batter')).toBeUndefined()
  expect(await sqlUserGroups(database.pool, 'bob', 'correct horse battery')).toBeUndefined()
  expect(await sqlUserGroups(database.pool, '', '')).toBeUndefined()
  await removeSqlUser(database.pool, 'ann')
  expect(await sqlUserGroups(database.pool, 'ann', 'correct horse battery')).toBeUndefined()
  await expect(removeSqlUser(database.pool, 'ann')).rejects.toMatchObject({ code: 'user-unknown' })
})

test.each([
  ['Ann', 'long enough password', ['analyst']],
  ['ann', 'too short', ['analyst']],
  ['ann', 'long enough password', ['admin']],
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
    for (const password of ['correct horse battery', 'wrong', null]) {
      const answer = await config.checkSqlAuth({}, 'pat', password).catch((error) => error.message)
      console.log(JSON.stringify(answer.securityContext ?? answer))
    }
    console.log(config.canSwitchSqlUser('pat', 'ann'))
    process.exit()`
  expect((await run(['--input-type=module', '--eval', script])).split('\n')).toEqual([
    '{"sub":"pat","groups":["analyst","pii"]}',
    '"Wrong user or password"',
    '"Wrong user or password"',
    'false',
  ])
})

test('clientele user add, list, remove', async () => {
  const cli = 'cli/main.ts'
  const made = await run([cli, 'user', 'add', 'cleo', '--groups', 'analyst'])
  const password = /log in with (\S+)/.exec(made)?.[1] ?? ''
  expect(await sqlUserGroups(database.pool, 'cleo', password)).toEqual(['analyst'])
  expect(
    await run(
      [cli, 'user', 'add', 'cleo', '--groups', 'analyst,pii', '--password-stdin'],
      'a password of hers\n',
    ),
  ).toBe('cleo can log in')
  expect(await sqlUserGroups(database.pool, 'cleo', 'a password of hers')).toEqual(['analyst', 'pii'])
  expect(await run([cli, 'user', 'list'])).toMatch(/^cleo +analyst, pii +\d{4}-\d\d-\d\d$/m)
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
