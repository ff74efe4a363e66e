import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { PersonalData } from '#engine'
import { searchAudit } from '../../services/access/audit.ts'
import { cubeGroups, kindsFor, shownAtOnceTo } from '../../services/cube/groups.ts'
import { visibleMembers } from '../../services/cube/members.ts'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { groupsOfMembers } from '../../services/customer-pages/rights.ts'
import { csvLine } from '../../services/customer-pages/segments/csv.ts'
import { loadSettings } from '../../services/settings.ts'
import { dim_customer } from '../../transforms/warehouse/dim_customer.ts'
import { useDatabase } from '../harness/database.ts'
import { openPages, type Pages, type Visitor } from './site.ts'

const database = useDatabase('sample')
let pages: Pages
let agent: Visitor
let steward: Visitor
/** Somebody of whom much is known. */
let person: Record<string, string>
beforeAll(async () => {
  pages = await openPages(database)
  agent = await pages.reader('agent', ['agent'])
  steward = await pages.reader('steward', ['pii'])
  person = await one(`
    select customer_key::text, full_name, email, phone, street, postcode, birth_date::text, m.market
    from pii.dim_customer join marts.mart_customer_360 m using (customer_key)
    where email is not null and phone is not null and street is not null and birth_date is not null
    order by m.order_count desc, customer_key limit 1`)
})
afterAll(() => pages?.stop())

async function all(query: string, values: readonly unknown[] = []) {
  return (await database.pool.query(query, [...values])).rows
}
async function one(query: string, values: readonly unknown[] = []): Promise<Record<string, string>> {
  return (await all(query, values))[0]
}
const read = (html: string) => html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
const search = async (who: Visitor, text: string) => who.ask(`/customers?q=${encodeURIComponent(text)}`)
const pageOf = () => `/customers/${person.customer_key}`

test('somebody is found by name, phone, email, order and key, and the page says by what', async () => {
  const order = await one('select order_id from warehouse.fct_orders where customer_key = $1 limit 1', [
    person.customer_key,
  ])
  const asked = [
    [person.full_name, 'name'],
    [person.phone?.slice(-7), 'phone'],
    [person.email, 'email'],
    [order.order_id, 'order'],
    [person.customer_key, 'customer key'],
  ]
  for (const [text = '', by = ''] of asked) {
    const { status, text: page } = await search(agent, text)
    expect(status).toBe(200)
    expect(page).toContain(`href="${pageOf()}"`)
    expect(page).toMatch(new RegExp(`class="tag">${by}`))
  }
})

test('a search says what to do if there is nothing, nobody, too little or too much', async () => {
  expect((await agent.ask('/customers')).text).toContain('Three letters or digits are enough')
  expect((await search(agent, 'x')).text).toContain('needs 3 letters or digits')
  expect((await search(agent, 'nobody-is-called-this')).text).toContain('Nobody was found')
  const many = (await search(agent, '447')).text
  expect(many).toMatch(/\d+ customers; the 20 best matches are listed/)
  expect(many.match(/class="found"[\s\S]*<\/ol>/)?.[0].match(/<li>/g)).toHaveLength(20)
  const analyst = await pages.reader('analyst', ['analyst'])
  const hidden = (await search(analyst, person.full_name ?? '')).text
  expect(hidden).toContain('may not see name, phone, identifiers')
  expect(hidden).not.toContain(`href="${pageOf()}"`)
})

const lines = z.array(z.array(z.string()))
const linesOf = (csv: string) => lines.parse(parse(csv, { relax_column_count: true }))
const rowsOf = (csv: string) => z.array(z.record(z.string(), z.string())).parse(parse(csv, { columns: true }))

const personal = ['full_name', 'email', 'phone', 'street', 'postcode', 'birth_date'] as const

/** As the page writes it. */
function written(name: (typeof personal)[number]): string {
  const value = person[name] ?? ''
  if (name !== 'birth_date') return value
  const [year, month = '', day] = value.split('-')
  const short = new Date(`2000-${month}-15`).toLocaleString('en-GB', { month: 'short' })
  return `${Number(day)} ${short} ${year}`
}

test('each group sees the kinds of personal data that it may, and others only once they are asked for', async () => {
  for (const group of cubeGroups) {
    const reader = await pages.reader(`group-${group}`, [group])
    const page = await reader.ask(pageOf())
    const seen = personal.filter((name) => read(page.text).includes(written(name)))
    const kindOf = (name: (typeof personal)[number]): PersonalData | null =>
      dim_customer.columns[name].personalData
    const among = (kinds: readonly PersonalData[]) =>
      personal.filter((name) => kinds.some((kind) => kind === kindOf(name)))
    expect({ group, seen }).toEqual({ group, seen: among(shownAtOnceTo(group)) })
    const asksFor = kindsFor(group).filter((kind) => !shownAtOnceTo(group).includes(kind))
    expect(page.text.includes('Why do you need it?')).toBe(asksFor.length > 0)
    const revealed = await reader.send(page.text, `${pageOf()}/reveal`, { reason: 'an open case' })
    const after = personal.filter((name) => read(revealed.text).includes(written(name)))
    expect({ group, after }).toEqual({ group, after: among(kindsFor(group)) })
  }
})

test('a reveal needs a reason, and is in the log with it; no value is', async () => {
  const page = (await steward.ask(pageOf())).text
  const refused = await steward.send(page, `${pageOf()}/reveal`, { reason: ' ' })
  expect(refused.text).toContain('no reason was given')
  expect(refused.text).not.toContain(person.email)
  const asked = await steward.send(page, `${pageOf()}/reveal`, { reason: 'she calls about a parcel' })
  expect(asked.text).toContain(person.email)
  expect(asked.headers.get('cache-control')).toBe('no-store')
  const [entry, ...more] = await searchAudit(database.pool, {
    reader: 'steward',
    action: 'reveal',
    limit: 10,
  })
  expect(more).toEqual([])
  expect(entry).toMatchObject({
    customerKey: person.customer_key,
    reason: 'she calls about a parcel',
    way: 'page',
  })
  expect(entry?.fields).toContain('golden.email')
  const [before] = await searchAudit(database.pool, { reader: 'steward', action: 'profile', limit: 1 })
  expect(before?.fields).not.toContain('golden.email')
  const log = JSON.stringify(await all('select * from ops.audit_log'))
  for (const name of personal) expect(log).not.toContain(person[name] ?? 'missing')
})

test('who does not exist, is of a market that the reader does not see, or is no key, looks the same', async () => {
  const other = (
    await one('select market from warehouse.dim_customer where market <> $1 limit 1', [person.market])
  ).market
  const local = await pages.reader('local', ['agent'], [other ?? ''])
  const answers = await Promise.all(
    ['/customers/12345', pageOf(), '/customers/x'].map((path) => local.ask(path)),
  )
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect((await search(local, person.email ?? '')).text).toContain('Nobody was found')
})

test('the timeline has every contact once, newest first, over all its pages, and only those of its filters', async () => {
  const expected = await all(
    `select touchpoint_type, occurred_at from warehouse.fct_touchpoints where customer_key = $1
     order by occurred_at desc, touchpoint_key desc`,
    [person.customer_key],
  )
  const contacts = async (path: string): Promise<string[]> => {
    const { text } = await agent.ask(path)
    const times = [...text.matchAll(/<time [^>]*datetime="([^"]*)"/g)].map(([, at = '']) => at)
    const older = /href="([^"#]*)#timeline" rel="next"/.exec(text)?.[1]
    return older === undefined ? times : [...times, ...(await contacts(read(older)))]
  }
  const instants = (times: readonly unknown[]) => times.map((time) => new Date(String(time)).getTime())
  expect(instants(await contacts(pageOf()))).toEqual(
    instants(expected.map((row) => row.occurred_at.toISOString())),
  )
  expect(expected.length).toBeGreaterThan(30)
  const type = expected[0]?.touchpoint_type
  const those = expected.filter((row) => row.touchpoint_type === type)
  expect(await contacts(`${pageOf()}?type=${encodeURIComponent(type)}`)).toHaveLength(those.length)
  expect((await agent.ask(`${pageOf()}?type=no such thing`)).text).toContain('No contact is like that')
  expect((await agent.ask(`${pageOf()}?after=nonsense`)).status).toBe(400)
})

test('a file has the members of its segment, with names only for who may see them and says why', async () => {
  const marketing = await pages.reader('marketing', ['marketing'])
  const members = await all(
    'select segment_name, customer_key::text from marts.mart_segment_membership order by 1',
  )
  const names = [...new Set(members.map((row) => row.segment_name))]
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) {
    const file = await marketing.ask(`/members/${name}.csv`)
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${name}.csv"`)
    const rows = rowsOf(file.text)
    const keys = members.filter((row) => row.segment_name === name).map((row) => row.customer_key)
    expect(rows.map((row) => row.customer_key).sort()).toEqual(keys.sort())
    expect(Object.keys(rows[0] ?? {})).not.toContain('email')
  }
  const page = (await steward.ask('/members')).text
  const address = `/members/${names[0]}.csv`
  const refused = await steward.send(page, address, { reason: '' })
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('no reason was given')])
  const file = await steward.send(page, address, { reason: 'letters of thanks' })
  const [row] = rowsOf(file.text)
  const known = await one('select full_name from pii.dim_customer where customer_key = $1', [
    row?.customer_key,
  ])
  expect(row?.full_name).toBe(known.full_name)
  const [entry] = await searchAudit(database.pool, { reader: 'steward', action: 'segment', limit: 1 })
  expect(entry).toMatchObject({ reason: 'letters of thanks', fields: ['full_name', 'email', 'phone'] })
  expect(entry?.listedKeys.toSorted()).toEqual(
    rowsOf(file.text)
      .map((each) => each.customer_key)
      .toSorted(),
  )
  // without the kinds, the form gives no more than the link
  const forged = await marketing.send((await marketing.ask('/members')).text, address, {
    reason: 'just because',
  })
  expect(Object.keys(rowsOf(forged.text)[0] ?? {})).not.toContain('email')
  expect((await marketing.ask('/members/none.csv')).status).toBe(404)
  expect((await agent.ask('/members')).status).toBe(403)
  expect((await agent.ask(address)).status).toBe(403)
})

test('who may list members is who sees the view of them in Cube', async () => {
  const model = parseModel(await readModelFiles(loadSettings().root))
  const may = cubeGroups.filter((group) =>
    visibleMembers(model, [group]).get('segment_members')?.has('customer_key'),
  )
  expect([...groupsOfMembers].sort()).toEqual([...may].sort())
})

test('a page that cannot be made says so in words, and shows nothing of why', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await database.pool.query('alter view marts.mart_segment rename to mart_segment_away')
  try {
    const { status, text } = await steward.ask('/members')
    expect([status, text]).toEqual([500, expect.stringContaining('The page could not be made')])
    expect(text).not.toContain('mart_segment')
    expect(said.mock.calls.join()).toContain('mart_segment')
  } finally {
    said.mockRestore()
    await database.pool.query('alter view marts.mart_segment_away rename to mart_segment')
  }
})

test('a page says why records are one person, with the values that the reader may see', async () => {
  const records = await all('select record_key::text from identity.map_identity where customer_key = $1', [
    person.customer_key,
  ])
  const page = read((await agent.ask(`${pageOf()}/why`)).text)
  expect(page).toContain(`${records.length} records are customer`)
  expect(page).toContain(person.email)
  expect(page).not.toContain(person.birth_date)
  expect(page).toMatch(/class="tag">(email|mobile|phone|link|model|decision)/)
  expect(read((await steward.ask(`${pageOf()}/why`)).text)).not.toContain(person.email)
  const [entry] = await searchAudit(database.pool, { reader: 'agent', action: 'why', limit: 1 })
  expect(entry).toMatchObject({ customerKey: person.customer_key })
  expect((await agent.ask('/customers/12345/why')).to).toBe('/customers/12345')
})

test('below another path, every address of every page is below that path', async () => {
  const below = await openPages(database, '/clientele')
  try {
    const reader = await below.reader('below', ['pii'])
    const { text: queue } = await reader.ask('/clientele/steward')
    const pair = /href="([^"]*\/steward\/pair\/[^"]*)"/.exec(queue)?.[1] ?? ''
    const key = person.customer_key
    const found = `/clientele/customers?q=${encodeURIComponent(person.full_name ?? '')}`
    const paths = [
      found,
      `/clientele/customers/${key}`,
      `/clientele/customers/${key}/why`,
      pair,
      '/clientele/members',
    ]
    for (const path of [...paths, `/clientele/steward/split/${key}`, '/clientele/steward/decisions']) {
      const { status, text } = await reader.ask(path)
      expect({ path, status }).toEqual({ path, status: 200 })
      const addresses = [...text.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(([, to = '']) => to)
      expect(addresses.length).toBeGreaterThan(8)
      expect(addresses.filter((to) => !/^(\/clientele\/|#|mailto:|tel:)/.test(to))).toEqual([])
    }
    const [script] = /\/clientele\/customers\/assets\/enhance\.js[^"]*/.exec(queue) ?? []
    expect((await reader.ask(script ?? '')).headers.get('content-type')).toContain('javascript')
    const moved = await reader.send(queue, '/clientele/steward/undo', { decision: 'none' })
    expect(moved.status).toBe(404)
    expect((await reader.ask('/clientele/steward/next')).to).toMatch(/^\/clientele\/steward\/pair\//)
  } finally {
    await below.stop()
  }
})

test('addresses that nobody links to are answered in words, whatever is in them', async () => {
  const odd = ['%00', '9'.repeat(40), '-', "';--", '<b>', '%F0%9F%98%80', '../..', 'a'.repeat(90)]
  for (const text of odd) {
    const encoded = text.startsWith('%') ? text : encodeURIComponent(text)
    const paths = [
      `/customers?q=${encoded}`,
      `/customers/${encoded}`,
      `${pageOf()}?type=${encoded}&channel=${encoded}`,
      `${pageOf()}?after=${encoded}`,
      `/steward/pair/${encoded}/${encoded}`,
      `/steward/split/${encoded}`,
      `/steward/link?one=${encoded}&other=${encoded}`,
      `/steward?reason=${encoded}`,
      `/members/${encoded}.csv`,
    ]
    for (const path of paths) {
      const { status, text: page } = await steward.ask(path)
      expect({ path, isKnown: [200, 303, 400, 404, 414].includes(status) }).toEqual({ path, isKnown: true })
      expect(page).not.toContain('<b>')
    }
  }
})

test('every page signs out', async () => {
  const leaver = await pages.reader('leaver', ['agent'])
  const page = (await leaver.ask(pageOf())).text
  expect((await leaver.send(page, '/sign-out', {})).status).toBe(303)
  expect((await leaver.ask(pageOf())).to).toContain('/sign-in')
})

test('a spreadsheet takes no cell for a formula, and every cell is read back', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('=1+1', '+44', '-2+3', '@x', '\t=1', ' =1'),
  )
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
      const [read = []] = linesOf(csvLine(cells))
      expect(read).toHaveLength(cells.length)
      for (const [at, given] of cells.entries()) {
        const got = read[at] ?? ''
        expect([given, `'${given}`]).toContain(got)
        if (!/^-?\d+(\.\d+)?$/.test(got)) expect(got).not.toMatch(/^\s*[=+\-@]/)
      }
    }),
  )
})
