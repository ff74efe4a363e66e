import { beforeEach, expect, test } from 'vitest'
import { linkOfFirstUser } from '../../../services/access/first-user.ts'
import { userOfLink } from '../../../services/access/links.ts'
import { userOfArrival } from '../../../services/access/provider-user.ts'
import { addSqlUser, removeSqlUser } from '../../../services/cube/sql-users.ts'
import { useDatabase } from '../../harness/database.ts'

const database = useDatabase()
const password = 'a long enough password'

beforeEach(() => database.pool.query('truncate ops.sign_in_links, ops.sessions; delete from ops.sql_users'))

/** Whom the link that a start prints is for. */
async function userOfStart(): Promise<string | undefined> {
  const link = await linkOfFirstUser(database.pool)
  return link && userOfLink(database.pool, link.split('=')[1] ?? '')
}

test('the first user is an administrator of a name that nobody has', async () => {
  await addSqlUser(database.pool, 'admin', password, ['analyst'])
  await addSqlUser(database.pool, 'admin-2', password, ['admin'])
  await removeSqlUser(database.pool, 'admin-2')
  expect(await userOfStart()).toBe('admin-3')
  expect(await userOfStart()).toBe('admin-3')
  const { rows } = await database.pool.query(
    `select user_name, groups, password_hash = '' as "isOpen" from ops.sql_users where disabled_at is null order by 1`,
  )
  expect(rows).toEqual([
    { user_name: 'admin', groups: ['analyst'], isOpen: false },
    { user_name: 'admin-3', groups: ['admin', 'pii'], isOpen: true },
  ])
})

test('an administrator who has a password is enough', async () => {
  await addSqlUser(database.pool, 'zoe', password, ['admin'])
  expect(await userOfStart()).toBeUndefined()
})

test('an administrator who comes in by the provider is enough', async () => {
  await userOfArrival(database.pool, {
    subject: 'https://login.example.com/ 1',
    proposedName: 'yan',
    groups: ['admin'],
    markets: undefined,
  })
  expect(await userOfStart()).toBeUndefined()
})
