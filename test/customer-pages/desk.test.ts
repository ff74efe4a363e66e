import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAudit } from '../../services/access/audit.ts'
import { steward } from '../stewardship/steward.ts'
import { openPages, type Pages, type Visitor } from './site.ts'

/** Each test continues from the state that the one before left. */
let terminal: Awaited<ReturnType<typeof steward>>
let pages: Pages
let ann: Visitor
let ben: Visitor
beforeAll(async () => {
  terminal = await steward()
  pages = await openPages(terminal.db)
  ann = await pages.reader('ann', ['pii'])
  ben = await pages.reader('ben', ['pii'])
})
afterAll(async () => {
  await pages?.stop()
  await terminal?.leave()
})

const pairsIn = (text: string) =>
  [...text.matchAll(/href="(\/steward\/pair\/[^"]+)"/g)].map(([, to = '']) => to)
const queue = async (who = ann) => {
  const listed = pairsIn((await who.ask('/steward')).text)
  // the first is linked twice
  return listed.slice(1)
}
const newest = async () => (await terminal.json('decisions')).decisions[0]

test('the desk lists what the command lists, in its order, and explains a pair with the same weights', async () => {
  const { total, items } = await terminal.json('review', '--limit', '50')
  const page = (await ann.ask('/steward')).text
  expect(page).toContain(`${total} pairs of customers`)
  const listed = await queue()
  expect(listed).toEqual(
    items.map((item: Record<string, string>) => `/steward/pair/${item.recordKeyA}/${item.recordKeyB}`),
  )
  for (const at of [0, 3, 9]) {
    const explained = await terminal.json('explain', items[at].recordKeyA, items[at].recordKeyB)
    const { text } = await ann.ask(listed[at] ?? '')
    const weights = [...text.matchAll(/class="right number">([+-]?[\d.]+)<\/td>/g)].map(([, bits]) =>
      Number(bits),
    )
    const { priorWeight, comparisons, weight } = explained
    expect(weights).toContain(Number(priorWeight.toFixed(2)))
    expect(weights).toContain(Number(weight.toFixed(2)))
    for (const one of comparisons) expect(weights).toContain(Number((one.weight + one.termWeight).toFixed(2)))
  }
})

test('a decision on the page is the decision of the command, and an undo of the one undoes the other', async () => {
  const [first = '', second] = await queue()
  const page = (await ann.ask(first)).text
  const { status, to } = await ann.send(page, first, { verdict: 'different', because: 'father & son' })
  expect(status).toBe(303)
  expect(to).toMatch(new RegExp(`^${second}\\?done=`))
  expect(await newest()).toMatchObject({
    decidedBy: 'ann',
    reason: 'father & son',
    command: 'review',
    sameCount: 0,
  })
  const after = (await ann.ask(to)).text
  expect(after).toContain('Saved: two people')
  expect(await queue()).not.toContain(first)
  const { decision } = await newest()
  expect((await ann.send(after, '/steward/undo', { decision })).status).toBe(303)
  expect(await newest()).toMatchObject({ decision, withdrawnBy: 'ann' })
  expect((await queue())[0]).toBe(first)
  const again = await ann.send(after, '/steward/undo', { decision })
  expect([again.status, again.text]).toEqual([404, expect.stringContaining('Nothing was undone')])
})

test('who decides about what another has decided meanwhile is told, and overwrites nothing', async () => {
  const [address = ''] = await queue()
  const [seenByAnn, seenByBen] = [(await ann.ask(address)).text, (await ben.ask(address)).text]
  const sent = await Promise.all([
    ann.send(seenByAnn, address, { verdict: 'different' }),
    ben.send(seenByBen, address, { verdict: 'same', because: 'same house' }),
  ])
  expect(sent.map(({ status }) => status).sort()).toEqual([303, 409])
  const refused = sent.find(({ status }) => status === 409)?.text ?? ''
  expect(refused).toContain('somebody else decided about these people')
  const winner = sent[0]?.status === 303 ? 'ann' : 'ben'
  expect(await newest()).toMatchObject({ decidedBy: winner })
  expect(refused).toContain(`${winner} decided on`)
  // who has seen it can decide otherwise
  const loser = winner === 'ann' ? ben : ann
  expect((await loser.send(refused, address, { verdict: 'unsure' })).status).toBe(303)
  expect(await newest()).toMatchObject({
    decidedBy: winner === 'ann' ? 'ben' : 'ann',
    sameCount: 0,
    differentCount: 0,
  })
  // all of what was decided before, so that nothing of it is left
  const [last, before] = (await terminal.json('decisions')).decisions
  expect(last.unsureCount).toBe(before.sameCount + before.differentCount)
})

test('blind, the page says nothing of what the model thinks until it is decided', async () => {
  const [address = ''] = await queue()
  const blind = `${address}?blind=1`
  const { text } = await ann.ask(blind)
  expect(text).not.toMatch(/bits|likely|weight of|waterfall/i)
  expect((await ann.ask('/steward?blind=1')).text).not.toMatch(/likely|>Weight<|two given names/)
  const { to } = await ann.send(text, blind, { verdict: 'unsure' })
  expect(to).toContain('blind=1')
  expect((await ann.ask(to)).text).toMatch(/The model says .*% likely one person/)
})

test('a page says what joining changes, and the next build changes that', async () => {
  const [address = ''] = await queue()
  const { text } = await ann.ask(address)
  const said =
    /makes\s+one customer of the two, with (\d+) records, (\d+) orders.*keeps the key <code>(-?\d+)</s.exec(
      text.replaceAll(',', ',').replace(/\s+/g, ' '),
    )
  const [, records, orders, key] = said ?? []
  expect(key).toBeDefined()
  expect((await ann.send(text, address, { verdict: 'same' })).status).toBe(303)
  await terminal.build()
  const [, , , a = '', b = ''] = address.split('/')
  expect([await terminal.keyOf(a), await terminal.keyOf(b)]).toEqual([key, key])
  const customer = await terminal.one(
    `select record_count::text as records,
       (select count(*) from warehouse.fct_orders o where o.customer_key = c.customer_key and is_purchase)::text as orders
     from warehouse.dim_customer c where customer_key = $1`,
    [key],
  )
  expect(customer).toEqual({ records, orders })
  // a link to the key that is gone leads to the one that was kept
  const former = [...text.matchAll(/href="\/customers\/(-?\d+)"/g)]
    .map(([, each]) => each)
    .find((each) => each !== key)
  const old = await ann.ask(`/customers/${former}`)
  expect([old.status, old.to]).toEqual([308, `/customers/${key}`])
  // and taken apart again, they are two
  const whole = `/steward/split/${key}`
  const preview = (await ann.ask(`${whole}?take=${b}`)).text
  expect(preview).toContain('Taken out:')
  expect((await ann.send(preview, whole, { because: 'twins' })).status).toBe(303)
  expect(await newest()).toMatchObject({ command: 'split', reason: 'twins' })
})

test('any two can be compared and linked, by key or by name', async () => {
  const { a, b } = await terminal.one(`
    select min(customer_key)::text as a, max(customer_key)::text as b from identity.map_identity`)
  const { status, to } = await ann.ask(`/steward/link?one=${a}&other=${b}`)
  expect([status, to]).toEqual([303, expect.stringMatching(/^\/steward\/pair\//)])
  const page = (await ann.ask(to)).text
  expect((await ann.send(page, to, { verdict: 'same' })).status).toBe(303)
  expect(await newest()).toMatchObject({ command: 'link', decidedBy: 'ann' })
  const missing = await ann.ask('/steward/link?one=shopify/customer/nobody&other=7')
  expect([missing.status, missing.text]).toEqual([404, expect.stringContaining('no record and no customer')])
})

test('only who may see all of a record may decide, and a form of no session of theirs is refused', async () => {
  for (const group of ['executive', 'analyst', 'agent', 'marketing', 'admin'] as const) {
    const other = await pages.reader(group, [group])
    for (const path of ['/steward', ...(await queue()).slice(0, 1), '/steward/decisions', '/steward/split'])
      expect((await other.ask(path)).status).toBe(403)
    expect(
      (await other.send((await other.ask('/steward')).text, '/steward/undo', { decision: 'x' })).status,
    ).toBe(403)
  }
  const local = await pages.reader('local', ['pii'], ['Ireland'])
  expect((await local.ask('/steward')).status).toBe(403)
  const [address = ''] = await queue()
  expect((await ann.send('', address, { verdict: 'same' })).status).toBe(403)
})

test('the log says who compared and decided about whom', async () => {
  const entries = await searchAudit(terminal.db.pool, { reader: 'ann', limit: 200 })
  const decided = entries.filter(({ action }) => action === 'decision')
  expect(decided.some(({ reason, customerKey }) => reason === 'father & son' && customerKey !== null)).toBe(
    true,
  )
  const compared = entries.filter(({ action }) => action === 'why')
  expect(compared.length).toBeGreaterThan(4)
  for (const { fields, customerKey } of compared) {
    expect(customerKey).toMatch(/^-?\d+$/)
    expect(fields).toContain('birth_date')
  }
})
