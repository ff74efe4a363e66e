import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { register as registerBuild } from '../../cli/build.ts'
import { register as registerIdentity } from '../../cli/identity.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

/** A steward's day, each test going on where the one before ended. */
let db: TestDatabase
beforeAll(async () => {
  db = await cloneDatabase('sample')
  vi.stubEnv('DATABASE_URL', db.url)
}, 180_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await db.drop()
})

/** What a command prints; in this process, to save the start of one. */
async function run(...words: readonly string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  registerBuild(program)
  registerIdentity(program)
  let text = ''
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  try {
    await program.parseAsync(words, { from: 'user' })
  } finally {
    written.mockRestore()
  }
  return text
}
const identity = (...words: readonly string[]) => run('identity', ...words)
const json = async (...words: readonly string[]) => JSON.parse(await identity(...words, '--json'))
const build = () => run('build')
/** What a command prints to somebody who answers it. */
function answered(words: readonly string[], input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/main.ts', 'identity', ...words], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
    input,
  })
  return { status, text: stdout + stderr }
}
const one = async (query: string, values: readonly unknown[] = []) =>
  (await db.pool.query(query, [...values])).rows[0]
const keyOf = async (record: string): Promise<string | undefined> =>
  (await one('select customer_key from identity.map_identity where record_key = $1', [record]))?.customer_key
const keys = async () =>
  (await db.pool.query('select record_key, customer_key from identity.map_identity order by 1')).rows

test('the queue is listed most valuable first, shown side by side, and decided blind', async () => {
  const { total, questions } = await json('review')
  expect(total).toBeGreaterThan(3)
  const values = questions.map((each: { lifetimeValueAmount: string }) => Number(each.lifetimeValueAmount))
  expect(values).toEqual([...values].sort((a, b) => b - a))
  const [first, second] = questions
  const shown = await identity('review', '--show', '1')
  expect(shown).toContain(first.nameA)
  expect(shown).toMatch(/match weight .* probability/)
  expect(shown).toContain('Thresholds')
  const blind = answered(['review', '--decide', '--blind', '--by', 'ann'], 'k\nwhat\nd\nbrothers\nq\n')
  expect(blind).toMatchObject({ status: 0 })
  expect(blind.text).toContain('1 decision made, 1 skipped')
  expect(blind.text).toContain(first.nameA)
  expect(blind.text).not.toMatch(/weight|probability|Thresholds|Shared/)
  const after = await json('review')
  expect(after.total).toBe(total - 1)
  expect(after.questions[0].recordKeyA).toBe(first.recordKeyA)
  const [decision] = (await json('decisions')).decisions
  expect(decision).toMatchObject({
    decidedBy: 'ann',
    reason: 'brothers',
    command: 'review',
    differentCount: 1,
  })
  expect((await json('explain', second.recordKeyA, second.recordKeyB)).decision).toMatchObject({
    verdict: 'different',
  })
  expect((await json('review', '--blind')).questions[0]).not.toHaveProperty('weight')
}, 60_000)

test('an explanation adds up, agrees with the build to the last bit, and says why a pair was never compared', async () => {
  const { rows } = await db.pool.query(`
    (select a.record_key::text as a, b.record_key::text as b, p.weight, p.levels from matching.pair p
      join matching.record a on a.id = p.a join matching.record b on b.id = p.b order by p.weight desc limit 3)
    union all
    (select a.record_key::text, b.record_key::text, p.weight, p.levels from matching.pair p
      join matching.record a on a.id = p.a join matching.record b on b.id = p.b order by p.weight limit 2)`)
  expect(rows).toHaveLength(5)
  for (const { a, b, weight, levels } of rows) {
    const pair = await json('explain', a, b)
    expect(pair.weight).toBe(weight)
    expect(pair.comparisons.map((each: { level: number }) => each.level)).toEqual(levels)
    expect(pair.wasCompared).toBe(true)
  }
  const { a, b } = await one(`
    select a.record_key::text as a, b.record_key::text as b from matching.record a, matching.record b
    where coalesce(a.phone, b.phone, a.postcode, b.postcode, a.birth::text, b.birth::text) is null
      and a.given <> b.given and left(a.email, 8) <> left(b.email, 8) order by a.id, b.id limit 1`)
  const strangers = await identity('explain', a, b)
  expect(strangers).toContain('never in a build: nothing brings the two together')
  expect(strangers).toContain('two customers')
}, 60_000)

test('records of one customer are explained by the links between them, under every name they go by', async () => {
  const { a, b, name } = await one(`
    select m.record_key::text as a, max(o.record_key)::text as b,
      concat_ws('/', p.source, p.record_kind, p.record_id) as name
    from identity.map_identity m join identity.map_identity o using (customer_key)
    join pii.stg_shopify__customers p on p.record_key = m.record_key
    where m.record_key < o.record_key group by 1, 3 having count(*) > 4 order by 1 limit 1`)
  const explained = await json('explain', name, b)
  expect(explained).toMatchObject({ isOneCustomer: true, a: { recordKey: a }, b: { recordKey: b } })
  const [start] = explained.path
  expect(start.from).toBe(a)
  expect(explained.path.at(-1).to).toBe(b)
  expect(explained.path.length).toBeLessThan(6)
  await expect(identity('explain', 'shopify/customer/nobody', b)).rejects.toMatchObject({
    code: 'record-unknown',
  })
  await expect(identity('explain', '99', b)).rejects.toMatchObject({ code: 'record-unknown' })
  await expect(identity('explain', a, a)).rejects.toMatchObject({ code: 'pair-of-one' })
}, 60_000)

/** Somebody with orders under several records, of which one is to go. */
async function customerToSplit() {
  const person = await one(`
    select customer_key, (array_agg(record_key::text order by orders, record_key))[1] as goes,
      (array_agg(record_key::text order by orders desc, record_key))[1] as stays, sum(amount)::text as amount
    from (
      select customer_key, record_key, count(*) as orders, sum(net_amount) as amount from warehouse.fct_orders
      where record_key is not null and not is_test and customer_key <> -1 group by 1, 2
    ) part group by 1 having count(*) > 1 and min(amount) > 0 order by sum(amount) desc, 1 limit 1`)
  return person as { customer_key: string; goes: string; stays: string; amount: string }
}

const worthOf = async (customer: string | undefined) =>
  Number(
    (
      await one(
        'select coalesce(sum(net_amount), 0) as worth from warehouse.fct_orders where customer_key = $1 and not is_test',
        [customer],
      )
    )?.worth,
  )

test('a split takes its facts along at the next build, which reports it; taken back, all is as it was', async () => {
  await build()
  const before = await keys()
  const { customer_key, goes, stays } = await customerToSplit()
  const whole = await worthOf(customer_key)
  const { decision, goes: count } = await json(
    'split',
    customer_key,
    '--records',
    goes,
    '--because',
    'her mother',
  )
  expect(count).toBe(1)
  expect(await keyOf(goes)).toBe(customer_key)
  const report = await build()
  expect(report).toMatch(/2 customers/)
  expect(report).toContain(customer_key)
  const [mother, daughter] = [await keyOf(goes), await keyOf(stays)]
  expect(mother).not.toBe(daughter)
  expect([mother, daughter]).toContain(customer_key)
  expect(await worthOf(mother)).toBeGreaterThan(0)
  expect((await worthOf(mother)) + (await worthOf(daughter))).toBeCloseTo(whole, 4)
  const changed = await one(
    'select former_record_count - record_count as lost, former_net_amount - net_amount as amount from marts.mart_identity_change where customer_key = $1',
    [customer_key],
  )
  expect(Number(changed.amount)).toBeCloseTo(whole - (await worthOf(customer_key)), 4)
  expect(await json('explain', goes, stays)).toMatchObject({
    isOneCustomer: false,
    decision: { verdict: 'different', reason: 'her mother' },
  })
  const history = await json('history', customer_key)
  expect(history.changes.at(-1)).toMatchObject({
    formerNetAmount: whole,
    netAmount: await worthOf(customer_key),
  })
  expect((await json('history', goes)).entries.at(-1)).toMatchObject({ event: 'split', customerKey: mother })
  expect(await identity('history', customer_key)).toContain('split')
  expect((await json('undo', decision)).pairs).toBeGreaterThan(0)
  await build()
  expect(await keys()).toEqual(before)
  expect(await worthOf(customer_key)).toBeCloseTo(whole, 4)
  const [left] = [mother, daughter].filter((key) => key !== customer_key)
  expect(await json('history', left ?? '')).toMatchObject({ resolvesTo: customer_key, customerKey: left })
}, 180_000)

test('decisions outrank identifiers and model, and hold when everything is matched anew', async () => {
  const { a, b } = await one(`
    select a.record_key::text as a, b.record_key::text as b from matching.pair p
    join matching.record a on a.id = p.a join matching.record b on b.id = p.b
    join identity.map_identity m on m.record_key = a.record_key
    join identity.map_identity n on n.record_key = b.record_key and n.customer_key = m.customer_key
    where p.identifier is not null and (select count(*) from identity.map_identity o where o.customer_key = m.customer_key) = 2
    order by 1 limit 1`)
  const { c, d } = await one(`
    select min(record_key)::text as c, max(record_key)::text as d from identity.map_identity
    where customer_key in (select customer_key from identity.map_identity group by 1 having count(*) = 1)`)
  await json('decide', a, b, '--different')
  const linked = await json('link', c, d, '--because', 'told us on the phone')
  await identity('decide', d, c, '--different', '--by', 'ben')
  await json('undo', (await json('decisions')).decisions[0].decision)
  await build()
  expect(await keyOf(a)).not.toBe(await keyOf(b))
  expect(await keyOf(c)).toBe(await keyOf(d))
  expect(await json('explain', c, d)).toMatchObject({
    isOneCustomer: true,
    decision: { decision: linked.decision },
    path: [{ by: 'decision' }],
  })
  const before = await keys()
  await db.pool.query('truncate matching.state; delete from ops.identity_model')
  await json('decide', a, b, '--different', '--because', 'to be built again')
  await build()
  expect(await keys()).toEqual(before)
}, 180_000)

test('nonsense is refused in words', async () => {
  const { customer_key, goes } = await customerToSplit()
  const refusals = [
    [['split', customer_key, '--records', customer_key], 'split-invalid'],
    [['link', customer_key, goes], 'pair-of-one'],
    [['decide', customer_key, goes], 'verdict-missing'],
    [['undo', 'yesterday'], 'decision-unknown'],
    [['review', '--show', '99999'], 'review-unknown'],
    [['review', '--show', 'one'], 'commander.invalidArgument'],
  ] as const
  for (const [words, code] of refusals) await expect(identity(...words)).rejects.toMatchObject({ code })
}, 60_000)
