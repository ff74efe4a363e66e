import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { searchAudit } from '../../../services/access/audit.ts'
import { createKey } from '../../../services/access/keys.ts'
import { profileApi } from '../../../services/gateway/profile-api.ts'
import { ProfileClient } from '../../../services/profiles/client.ts'
import { profileSchema, searchSchema, timelineSchema } from '../../../services/profiles/profile.ts'
import { whySchema } from '../../../services/profiles/why-schema.ts'
import { useDatabase } from '../../harness/database.ts'
import { openGateway, signedIn } from '../../harness/gateway.ts'

const db = useDatabase('sample')
const problemSchema = z.object({ status: z.int(), code: z.string(), detail: z.string().min(20) })
let gateway: Awaited<ReturnType<typeof openGateway>>
const keys: Record<string, string> = {}

beforeAll(async () => {
  const { graph } = await loadWarehouse('transforms')
  gateway = await openGateway(db.pool, [profileApi({ basePath: '' }, db.pool, graph)])
  const terms = { markets: null, mayDecide: false, requestsPerMinute: 100_000, days: 1 }
  for (const [name, groups, markets] of [
    ['steward', ['pii'], null],
    ['agent', ['agent'], null],
    ['analyst', ['analyst'], null],
    ['abroad', ['pii'], ['Nowhere']],
  ] as const) {
    const { token } = await createKey(db.pool, { ...terms, name, groups, markets })
    keys[name] = token
  }
})
afterAll(() => gateway?.stop())

const get = (path: string, as = 'steward', init: RequestInit = {}) =>
  fetch(`${gateway.url}/v1${path}`, {
    redirect: 'manual',
    ...init,
    headers: { authorization: `Bearer ${keys[as]}`, ...init.headers },
  })
const client = (as = 'steward') => new ProfileClient({ url: gateway.url, key: keys[as] ?? '' })

type Person = { customer_key: string; email: string; full_name: string; birth_date: string | null }
async function person(): Promise<Person> {
  const { rows } = await db.pool.query<Person>(
    `select customer_key, email, full_name, birth_date from pii.dim_customer
     where birth_date is not null and email is not null and record_count between 3 and 20
       and not exists (
         select from pii.bdg_customer_identifier shared
         where shared.customer_count > 1 and shared.customer_key = dim_customer.customer_key
       )
     order by record_count desc, customer_key limit 1`,
  )
  const [first] = rows
  if (!first) throw new Error('The sample company has nobody with a date of birth.')
  return first
}

async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const body = problemSchema.parse(await answer.json())
  expect(body.status).toBe(answer.status)
  return body
}

test('a profile is read by an identifier, keeps to its schema, and is not sent again while nothing is published', async () => {
  const { email, customer_key } = await person()
  const path = `/profiles/email:${encodeURIComponent(email)}`
  const answer = await get(path)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('private, no-cache')
  expect(answer.headers.get('content-location')).toBe(`/v1/profiles/customer:${customer_key}`)
  const profile = profileSchema.strict().parse(await answer.json())
  expect(profile).toMatchObject({ customer_key, golden: { email } })
  const tag = answer.headers.get('etag') ?? ''
  const again = await get(path, 'steward', { headers: { 'if-none-match': `"other", ${tag}` } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  // another choice of fields, or other eyes, are another answer
  const others = [await get(`${path}?fields=golden`), await get(path, 'agent')]
  for (const other of others) expect(other.headers.get('etag')).not.toBe(tag)
  const head = await get(path, 'steward', { method: 'HEAD' })
  expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, tag, ''])
  await db.pool.query(`insert into ops.runs (status, finished_at) values ('published', now())`)
  const published = await get(path, 'steward', { headers: { 'if-none-match': tag } })
  expect(published.status).toBe(200)
  expect(published.headers.get('etag')).not.toBe(tag)
})

test('groups see the fields of their kinds; others are named, and are nowhere in the answer', async () => {
  const { customer_key, email, full_name, birth_date } = await person()
  const seen = async (as: string) => {
    const answer = await get(`/profiles/${customer_key}`, as)
    return { text: await answer.clone().text(), profile: profileSchema.parse(await answer.json()) }
  }
  const steward = await seen('steward')
  expect(steward.profile.withheld).toEqual([])
  expect(steward.profile.golden).toMatchObject({ email, full_name, birth_date })
  const agent = await seen('agent')
  expect(agent.profile.golden).toMatchObject({ email, full_name })
  expect(agent.profile.withheld).toEqual(['golden.birth_date', 'attributes.value'])
  expect(agent.text).not.toContain(birth_date)
  const analyst = await seen('analyst')
  expect(analyst.profile.worth?.lifetime_value_amount).toBe(steward.profile.worth?.lifetime_value_amount)
  expect(analyst.profile.withheld).toContain('golden.email')
  for (const value of [email, full_name, birth_date]) expect(analyst.text).not.toContain(value)
})

test('a person who has signed in reads profiles, and a stranger does not', async () => {
  const { customer_key } = await person()
  const cookie = await signedIn(gateway, db.pool, 'ann', ['agent'])
  const answer = await fetch(`${gateway.url}/v1/profiles/${customer_key}`, { headers: { cookie } })
  expect(profileSchema.parse(await answer.json()).customer_key).toBe(customer_key)
  const stranger = await fetch(`${gateway.url}/v1/profiles/${customer_key}`)
  expect(stranger.status).toBe(401)
  expect(await stranger.text()).not.toContain(customer_key)
})

test('somebody in no group reads nothing', async () => {
  const { customer_key } = await person()
  await signedIn(gateway, db.pool, 'newcomer', ['agent']).then(async (cookie) => {
    await db.pool.query(`update ops.sql_users set groups = '{}' where user_name = 'newcomer'`)
    for (const path of [`/profiles/${customer_key}`, '/profiles/4242', '/profiles?search=sana']) {
      const answer = await fetch(`${gateway.url}/v1${path}`, { headers: { cookie } })
      expect(answer.status).toBe(403)
      expect((await problemOf(answer)).code).toBe('profile-lookup-forbidden')
    }
  })
})

test('a reader who may not know gets the same answer for a customer of another market as for none', async () => {
  const { customer_key, email } = await person()
  for (const [there, nowhere] of [
    [`/profiles/${customer_key}`, '/profiles/4242'],
    [`/profiles/${customer_key}/timeline`, '/profiles/4242/timeline'],
    [`/profiles/${customer_key}/why`, '/profiles/4242/why'],
    [`/profiles/email:${email}`, '/profiles/email:zz.never@gmail.example'],
  ] as const) {
    const [one, other] = [await get(there, 'abroad'), await get(nowhere, 'abroad')]
    expect(one.status).toBe(404)
    expect(await one.text()).toBe(await other.text())
  }
  const found = await client('abroad').search(email)
  expect(found).toMatchObject({ total: 0, customers: [] })
})

test('refusals are problems with a code and a sentence', async () => {
  const refusals = {
    '/profiles/email:nonsense': [400, 'profile-identifier-invalid'],
    '/profiles/4242?fields=shoe_size': [404, 'profile-not-found'],
    '/profiles/customer:4242': [404, 'profile-not-found'],
    '/profiles/customer:4242/shoes': [400, 'profile-query-invalid'],
    '/profiles/%E0%A4%A': [400, undefined],
    '/profiles?search=a': [400, 'profile-search-short'],
    '/profiles?search=ann&limit=many': [400, 'profile-query-invalid'],
    '/profiles?search=ann&shoe=1': [400, 'profile-query-invalid'],
    '/profiles': [400, 'profile-query-invalid'],
  }
  for (const [path, [status, code]] of Object.entries(refusals)) {
    const answer = await get(path)
    expect([path, answer.status]).toEqual([path, status])
    if (code !== undefined) expect((await problemOf(answer)).code).toBe(code)
  }
  const { customer_key, email } = await person()
  expect((await problemOf(await get(`/profiles/${customer_key}?fields=shoe_size`))).code).toBe(
    'profile-field-unknown',
  )
  expect((await problemOf(await get(`/profiles/${customer_key}/timeline?cursor=x`))).code).toBe(
    'profile-cursor-invalid',
  )
  const lookup = await get(`/profiles/email:${email}`, 'analyst')
  expect([lookup.status, (await problemOf(lookup)).code]).toEqual([403, 'profile-lookup-forbidden'])
})

test('a former key leads to the present one, whatever of it is asked for; one that nothing has is gone', async () => {
  const { customer_key } = await person()
  await db.pool.query(
    `insert into ops.identity_ledger (run_id, event, record_key, customer_key, former_customer_key, reason)
     values (1, 'assign', 4, 4444, null, 'made up'), (1, 'redirect', null, $1, 4444, 'made up'),
            (1, 'assign', 5, 5555, null, 'made up')`,
    [customer_key],
  )
  const moved = await get('/profiles/customer:4444/timeline?limit=3')
  expect(moved.status).toBe(308)
  expect(moved.headers.get('location')).toBe(`/v1/profiles/customer:${customer_key}/timeline?limit=3`)
  expect((await client().profile('customer:4444', ['worth'])).customer_key).toBe(customer_key)
  expect((await problemOf(await get('/profiles/5555'))).code).toBe('profile-gone')
  expect((await get('/profiles/5555', 'abroad')).status).toBe(404)
})

test('an identifier of several customers is answered with all of them', async () => {
  const { rows } = await db.pool.query<{ type: string; identifier: string; count: number }>(
    `select identifier_type as type, identifier, count(*)::integer as count
     from pii.bdg_customer_identifier join warehouse.dim_customer using (customer_key)
     where identifier_type = 'phone' group by 1, 2 having count(*) > 1 order by identifier limit 1`,
  )
  const [shared] = rows
  if (!shared) throw new Error('The sample company has no telephone that two people share.')
  const refused = await client()
    .profile(`phone:${shared.identifier}`)
    .catch((error: unknown) => error)
  expect(refused).toMatchObject({ status: 409, code: 'profile-ambiguous' })
  const choices = refused instanceof Error && 'choices' in refused ? refused.choices : null
  expect(choices).toHaveLength(shared.count)
})

test('the client reads all that there is, in the types of the schemas', async () => {
  const { customer_key, full_name } = await person()
  const api = client()
  const [first, second] = [
    await api.profile(`customer:${customer_key}`),
    await api.profile(`customer:${customer_key}`),
  ]
  expect(second).toBe(first)
  const timeline = timelineSchema.parse(await api.timeline(customer_key, { limit: 2 }))
  expect(timeline.contacts).toHaveLength(2)
  const contacts = []
  for await (const contact of api.contacts(customer_key, { limit: 7 })) contacts.push(contact)
  const counted = (timeline.types ?? []).reduce((sum, { contact_count }) => sum + contact_count, 0)
  expect(contacts).toHaveLength(counted)
  const search = searchSchema.parse(await api.search(full_name))
  expect(search.customers.map((one) => one.customer_key)).toContain(customer_key)
})

test('why a customer is one person is said by links that hold all records together, each with its evidence', async () => {
  const { customer_key } = await person()
  const why = whySchema.parse(await client().why(customer_key))
  expect(why.records).toHaveLength(why.record_count)
  expect(why.links).toHaveLength(why.record_count - 1)
  for (const link of why.links) {
    expect(link.joined_by).not.toBe('')
    const sum = link.comparisons.reduce(
      (total, one) => total + one.weight + one.term_weight,
      link.prior_weight ?? 0,
    )
    if (link.weight !== null && link.prior_weight !== null) expect(sum).toBeCloseTo(link.weight, 2)
  }
  expect(why.links.some((link) => link.shared.some((one) => one.joins && one.value))).toBe(true)
  expect(why.history.length).toBeGreaterThan(0)
  // an agent sees neither dates of birth nor what was compared of them
  const agent = whySchema.parse(await client('agent').why(customer_key))
  expect(agent.withheld).toContain('records.attributes.birth_date')
  expect(agent.links).toHaveLength(why.links.length)
  const analyst = await (await get(`/profiles/${customer_key}/why`, 'analyst')).text()
  const values = why.records.flatMap((record) => [record.attributes.email, record.attributes.full_name])
  for (const value of values.filter((one) => one !== null && one !== undefined))
    expect(analyst).not.toContain(value)
})

test('every read is in the audit log: who, whom, which personal fields, and no value', async () => {
  const { customer_key, email } = await person()
  await get(`/profiles/${customer_key}?fields=golden.email,golden.birth_date,worth`, 'agent')
  await get(`/profiles/${customer_key}/timeline`, 'agent')
  await get(`/profiles?search=${email}`, 'agent')
  await get('/profiles/4242', 'agent')
  // written before they were answered
  const entries = await searchAudit(db.pool, { reader: 'agent', limit: 4 })
  expect(entries.reverse()).toMatchObject([
    { action: 'profile', way: 'api', customerKey: customer_key, fields: ['golden.email'] },
    { action: 'timeline', customerKey: customer_key },
    { action: 'search', customerKey: null, listedKeys: expect.arrayContaining([customer_key]) },
    { action: 'profile', customerKey: null, fields: [], detail: { outcome: 'unknown', by: 'key' } },
  ])
  expect(JSON.stringify(entries)).not.toContain(email)
})

test('what cannot be recorded is not shown', async () => {
  const { customer_key } = await person()
  const paths = [
    `/profiles/${customer_key}?fields=worth`,
    `/profiles/${customer_key}/timeline`,
    `/profiles/${customer_key}/why`,
    `/profiles?search=${customer_key}`,
    '/profiles/customer:1',
  ]
  await db.pool.query('alter table ops.audit_log rename to audit_log_away')
  for (const path of paths) {
    const answer = await get(path)
    expect(answer.status).toBe(503)
    const text = await answer.text()
    expect(text).toContain('reads-not-recorded')
    expect(text).not.toContain(customer_key)
  }
  await db.pool.query('alter table ops.audit_log_away rename to audit_log')
  expect((await get(`/profiles/${customer_key}?fields=worth`)).status).toBe(200)
})

test('each of many reads at once is recorded before it is answered', async () => {
  const { customer_key } = await person()
  const count = async () => {
    const { rows } = await db.pool.query<{ count: number }>(
      `select count(*)::integer as count from ops.audit_log where reader_name = 'steward'`,
    )
    return rows[0]?.count ?? 0
  }
  const before = await count()
  let answered = 0
  await Promise.all(
    Array.from({ length: 60 }, async () => {
      expect((await get(`/profiles/${customer_key}?fields=worth`)).status).toBe(200)
      answered += 1
      const atLeast = answered
      expect(await count()).toBeGreaterThanOrEqual(before + atLeast)
    }),
  )
  expect(await count()).toBe(before + 60)
})
