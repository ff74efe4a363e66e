import { afterAll, beforeAll, expect, test } from 'vitest'
import { loyalty } from '../../transforms/sources/loyalty/loyalty.ts'
import { land } from '../sources/staged.ts'
import { answered, steward } from './steward.ts'

/** Each test continues from the state that the previous one left. */
let ann: Awaited<ReturnType<typeof steward>>
beforeAll(async () => {
  ann = await steward()
})
afterAll(() => ann.leave())

test('review lists the queue most valuable first, compares a pair side by side, and decides blind', async () => {
  const { total, items } = await ann.json('review')
  expect(total).toBeGreaterThan(3)
  const values = items.map((each: { lifetimeValueAmount: string }) => Number(each.lifetimeValueAmount))
  expect(values).toEqual([...values].sort((a, b) => b - a))
  const [first, second] = items
  const shown = await ann.identity('review', '--show', '1')
  expect(shown).toContain(first.nameA)
  expect(shown).toMatch(/match weight .* probability/)
  expect(shown).toContain('Thresholds')
  const blind = answered(['review', '--decide', '--blind', '--by', 'ann'], 'k\nwhat\nd\nbrothers\nq\n')
  expect(blind).toMatchObject({ status: 0 })
  expect(blind.text).toContain('1 decision made, 1 skipped')
  expect(blind.text).toContain(first.nameA)
  expect(blind.text).not.toMatch(/weight|probability|Thresholds|Shared/)
  const after = await ann.json('review')
  expect(after.total).toBe(total - 1)
  expect(after.items[0].recordKeyA).toBe(first.recordKeyA)
  const [decision] = (await ann.json('decisions')).decisions
  expect(decision).toMatchObject({
    decidedBy: 'ann',
    reason: 'brothers',
    command: 'review',
    sameCount: 0,
  })
  expect((await ann.json('explain', second.recordKeyA, second.recordKeyB)).decision).toMatchObject({
    verdict: 'different',
  })
  expect((await ann.json('review', '--blind')).items[0]).not.toHaveProperty('weight')
})

test('an explanation gives exactly the weight of the build, and says why a pair was never compared', async () => {
  const { rows } = await ann.db.pool.query(`
    (select a.record_key::text as a, b.record_key::text as b, p.weight, p.levels from matching.pair p
      join matching.record a on a.id = p.a join matching.record b on b.id = p.b order by p.weight desc limit 3)
    union all
    (select a.record_key::text, b.record_key::text, p.weight, p.levels from matching.pair p
      join matching.record a on a.id = p.a join matching.record b on b.id = p.b order by p.weight limit 2)`)
  expect(rows).toHaveLength(5)
  for (const { a, b, weight, levels } of rows) {
    const pair = await ann.json('explain', a, b)
    expect(pair.weight).toBe(weight)
    expect(pair.comparisons.map((each: { level: number }) => each.level)).toEqual(levels)
    expect(pair.wasCompared).toBe(true)
  }
  const { a, b } = await ann.one(`
    select a.record_key::text as a, b.record_key::text as b from matching.record a, matching.record b
    where coalesce(a.phone, b.phone, a.postcode, b.postcode, a.birth::text, b.birth::text) is null
      and a.given <> b.given and left(a.email, 8) <> left(b.email, 8) order by a.id, b.id limit 1`)
  const strangers = await ann.identity('explain', a, b)
  expect(strangers).toContain('no: they share no identifier and no blocking rule')
  expect(strangers).toContain('two customers')
})

test('records of one customer are explained by the links between them, by key and by name', async () => {
  const { a, b, name } = await ann.one(`
    select m.record_key::text as a, max(o.record_key)::text as b,
      concat_ws('/', p.source, p.record_kind, p.record_id) as name
    from identity.map_identity m join identity.map_identity o using (customer_key)
    join pii.stg_shopify__customers p on p.record_key = m.record_key
    where m.record_key < o.record_key group by 1, 3 having count(*) > 4 order by 1 limit 1`)
  const explained = await ann.json('explain', name, b)
  expect(explained).toMatchObject({ isOneCustomer: true, a: { recordKey: a }, b: { recordKey: b } })
  const [start] = explained.path
  expect(start.from).toBe(a)
  expect(explained.path.at(-1).to).toBe(b)
  expect(explained.path.length).toBeLessThan(6)
  await expect(ann.identity('explain', 'shopify/customer/nobody', b)).rejects.toMatchObject({
    code: 'record-unknown',
  })
  await expect(ann.identity('explain', '99', b)).rejects.toMatchObject({ code: 'record-unknown' })
  await expect(ann.identity('explain', a, a)).rejects.toMatchObject({ code: 'pair-of-one' })
})

test('an email address of too many people joins nobody; it is listed, and named if two records share it', async () => {
  const names = [
    'Ada Lind',
    'Bo Marsh',
    'Cleo Nye',
    'Dev Patel',
    'Eve Quill',
    'Finn Rowe',
    'Gus Shah',
    'Hal Tate',
  ]
  const members = names.map((name, at) => ({
    member_id: `shared-${at}`,
    joined_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    given_name: name.split(' ')[0],
    family_name: name.split(' ')[1],
    email: 'crew.of.the.beagle@btinternet.example',
  }))
  await land(ann.db.pool, loyalty.members, members)
  await ann.build()
  const { values } = await ann.json('over-shared')
  expect(values).toContainEqual({
    kind: 'email',
    value: members[0]?.email,
    recordCount: 8,
    personCount: 8,
    reason: 'too many people',
  })
  const pair = ['loyalty/member/shared-0', 'loyalty/member/shared-1'] as const
  const explained = await ann.json('explain', ...pair)
  expect(explained).toMatchObject({ isOneCustomer: false })
  expect(await ann.identity('explain', ...pair)).toContain('ignored, too many people: 8 records of 8 people')
  expect(await ann.identity('over-shared')).toContain('crew.of.the.beagle@btinternet.example')
  // unlogged tables are empty after a crash of Postgres
  await ann.db.pool.query('truncate matching.state, matching.record, matching.pair, matching.over_shared')
  expect(await ann.json('explain', ...pair)).toEqual(explained)
})

test('invalid input is refused with an error code', async () => {
  const { customer_key, record } = await ann.one(`
    select customer_key, min(record_key)::text as record from identity.map_identity group by 1 having count(*) > 1
    order by 1 limit 1`)
  const refusals = [
    [['split', customer_key, '--records', customer_key], 'split-invalid'],
    [['link', customer_key, record], 'pair-of-one'],
    [['decide', customer_key, record], 'verdict-missing'],
    [['undo', 'yesterday'], 'decision-unknown'],
    [['review', '--show', '99999'], 'review-unknown'],
    [['review', '--show', 'one'], 'commander.invalidArgument'],
    [['over-shared', '--limit', 'few'], 'commander.invalidArgument'],
    [['decisions', '--limit', '0'], 'commander.invalidArgument'],
  ] as const
  for (const [words, code] of refusals) await expect(ann.identity(...words)).rejects.toMatchObject({ code })
})
