import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Access, actions, recordAccess, searchAudit } from '../../../services/access/audit.ts'
import { auditQuestion } from '../../../services/access/audit-question.ts'
import { useDatabase } from '../../harness/database.ts'
import { openGateway, signedIn } from '../../harness/gateway.ts'

const database = useDatabase()
let gateway: Awaited<ReturnType<typeof openGateway>>
let admin: string

beforeAll(async () => {
  gateway = await openGateway(database.pool)
  admin = await signedIn(gateway, database.pool, 'ann', ['admin'])
})
afterAll(() => gateway?.stop())

const access: Access = {
  reader: { kind: 'person', name: 'ben', groups: ['agent'], markets: null },
  action: 'reveal',
  way: 'page',
  address: '192.0.2.1',
  customerKey: '12345',
  fields: ['email', 'phone'],
  reason: 'The customer calls about an order',
}
const look = (path: string, cookie = admin) => fetch(gateway.url + path, { headers: { cookie } })

test('an entry says who saw which fields of whom, why, how and from where', async () => {
  await recordAccess(database.pool, [access])
  const page = await (await look('/audit?reader=ben&customer=12345')).text()
  for (const part of ['ben (person)', 'reveal', 'page', '192.0.2.1', '12345', 'email, phone', 'calls about'])
    expect(page).toContain(part)
})

test('who was listed is found like who was looked at', async () => {
  const listed = { ...access, action: 'search', customerKey: null, listedKeys: ['-7', '12346'] } as const
  await recordAccess(database.pool, [listed, { ...listed, listedKeys: ['-7'] }])
  const found = await searchAudit(database.pool, { customerKey: '12346', limit: 10 })
  expect(found.map(({ listedKeys }) => listedKeys)).toEqual([['-7', '12346']])
  expect(await searchAudit(database.pool, { customerKey: '-7', limit: 10 })).toHaveLength(2)
  expect(await (await look('/audit?customer=12346')).text()).toContain('2 listed')
})

test('only administrators read the log, and that they did is in it', async () => {
  const agent = await signedIn(gateway, database.pool, 'eve', ['agent', 'pii'])
  const refused = await look('/audit', agent)
  expect(refused.status).toBe(403)
  expect(await refused.text()).not.toContain('<td>')
  await look('/audit?customer=777')
  const [entry] = await searchAudit(database.pool, { action: 'audit', limit: 1 })
  expect(entry).toMatchObject({ reader: { name: 'ann' }, way: 'page', customerKey: '777' })
})

test('a search finds exactly the entries that it describes', async () => {
  const readers = ['r-one', 'r-two']
  const keys = ['1', '2', '3']
  const kept = fc.array(
    fc.record({
      reader: fc.constantFrom(...readers),
      customerKey: fc.constantFrom(...keys),
      action: fc.constantFrom('profile' as const, 'why' as const),
    }),
    { minLength: 1, maxLength: 20 },
  )
  const asked = fc.record({
    reader: fc.option(fc.constantFrom(...readers), { nil: undefined }),
    customerKey: fc.option(fc.constantFrom(...keys), { nil: undefined }),
    action: fc.option(fc.constantFrom('profile' as const, 'why' as const), { nil: undefined }),
  })
  await fc.assert(
    fc.asyncProperty(kept, asked, async (entries, question) => {
      const [last] = await searchAudit(database.pool, { limit: 1 })
      await recordAccess(
        database.pool,
        entries.map(({ reader, ...entry }) => ({
          ...access,
          ...entry,
          reader: { ...access.reader, name: reader },
        })),
      )
      const found = await searchAudit(database.pool, { ...question, limit: 1000 })
      const now = found.filter(({ entryId }) => BigInt(entryId) > BigInt(last?.entryId ?? 0))
      const expected = entries.filter(
        (entry) =>
          (question.reader ?? entry.reader) === entry.reader &&
          (question.customerKey ?? entry.customerKey) === entry.customerKey &&
          (question.action ?? entry.action) === entry.action,
      )
      expect(now.length).toBe(expected.length)
    }),
    { numRuns: 25 },
  )
})

test('its pages together are all entries, each once', async () => {
  await recordAccess(
    database.pool,
    Array.from({ length: 230 }, () => ({ ...access, reader: { ...access.reader, name: 'paged' } })),
  )
  const seen: string[] = []
  let path: string | undefined = '/audit?reader=paged'
  while (path !== undefined) {
    const html: string = await (await look(path)).text()
    seen.push(...[...html.matchAll(/<tr><td>(\d+)<\/td>/g)].map(([, id = '']) => id))
    path = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#38;', '&')
  }
  expect([seen.length, new Set(seen).size]).toEqual([230, 230])
})

test('the last day of a period belongs to it', () => {
  const { from, to } = auditQuestion({ from: '2026-02-28', to: '2026-02-28' }, 1)
  expect([from, to]).toEqual([new Date('2026-02-28T00:00:00Z'), new Date('2026-03-01T00:00:00Z')])
})

test.each(['from=2026-02-30', 'action=theft', 'customer=12a', 'before=x'])(
  '%s is refused in a sentence',
  async (query) => {
    const answer = await look(`/audit?${query}`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(/must be .*Correct it, or leave it out/)
  },
)

test('what others wrote is shown as text', async () => {
  await recordAccess(database.pool, [{ ...access, reason: '<script>alert(1)</script>', fields: ['"><b>'] }])
  const answer = await look(`/audit?reader=${encodeURIComponent('"><script>')}`)
  const all = await (await look('/audit')).text()
  expect(all + (await answer.text())).not.toMatch(/<script|<b>/)
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('the command finds the same, and is in the log as well', async () => {
  const main = join(import.meta.dirname, '../../../cli/main.ts')
  const env = { ...process.env, DATABASE_URL: database.url, CLIENTELE_HOME: gateway.settings.stateDir }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [main, 'audit', '--reader', 'paged', '--limit', '2', '--json'],
    { env },
  )
  const { entries, next } = z
    .object({
      entries: z.array(z.object({ entryId: z.string(), action: z.enum(actions) })),
      next: z.string(),
    })
    .parse(JSON.parse(stdout))
  expect(entries.map(({ action }) => action)).toEqual(['reveal', 'reveal'])
  expect(next).toBe(entries[1]?.entryId)
  const [entry] = await searchAudit(database.pool, { action: 'audit', limit: 1 })
  expect(entry).toMatchObject({ way: 'cli', reader: { kind: 'program' } })
})
