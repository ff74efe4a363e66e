import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecords } from '../../engine/loading/load.ts'
import { entitiesOfCompany, truthOf } from '../../seeds/sample/company.ts'
import { loadSample } from '../../seeds/sample/load.ts'
import { removeSample } from '../../seeds/sample/remove.ts'
import { hubspot } from '../../transforms/sources/hubspot.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

const company = { customers: 150, seed: 7 }

const recordsOf = (options: typeof company) =>
  entitiesOfCompany(options).map(({ entity, records }) => [entity.entity, [...records()]] as const)

describe('the sample company', () => {
  test('is the same for the same seed, another for another, and the same people at any size', () => {
    expect(recordsOf(company)).toEqual(recordsOf(company))
    expect(recordsOf({ ...company, seed: 8 })).not.toEqual(recordsOf(company))
    const few = recordsOf({ ...company, customers: 10 }).at(-1)?.[1] ?? []
    const many = recordsOf(company).at(-1)?.[1] ?? []
    expect(few.length).toBeGreaterThan(0)
    expect(many.slice(0, few.length)).toEqual(few)
  })

  test('knows who is behind every record, and every record is there once', () => {
    const truth = [...truthOf(company)].map((t) => `${t.entity} ${t.recordKey}`)
    const records = recordsOf(company).flatMap(([entity, all]) => all.map(({ id }) => `${entity} ${id}`))
    expect([...truth].sort()).toEqual([...records].sort())
    expect(new Set(truth).size).toBe(truth.length)
  })

  test('behaves like people: most buy once or twice, some often; spending and returns are believable', () => {
    const orders = [...truthOf({ customers: 2000, seed: 1 })].filter((t) => t.entity === 'shopify.orders')
    const counts = new Map<number, number>()
    for (const { personId } of orders) counts.set(personId, (counts.get(personId) ?? 0) + 1)
    const once = [...counts.values()].filter((count) => count === 1).length
    expect(counts.size).toBe(2000)
    expect(once / 2000).toBeGreaterThan(0.4)
    expect(once / 2000).toBeLessThan(0.65)
    expect(orders.length / 2000).toBeGreaterThan(2)
    expect(orders.length / 2000).toBeLessThan(4)
  })
})

describe('in a database, the sample company', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await cloneDatabase()
  })
  afterAll(() => db.drop())

  const counts = async () => {
    const { rows } = await db.pool.query(`
      select (select count(*)::int from raw.hubspot__contacts) as contacts, (select count(*)::int from raw.shopify__customers) as customers,
        (select count(*)::int from raw.shopify__orders) as orders, (select count(*)::int from ops.quarantine) as quarantined,
        (select count(*)::int from ops.sample_truth) as truth`)
    return rows[0]
  }

  test('passes its contracts; only orders in other currencies are in quarantine; its money ties', async () => {
    const results = await loadSample(db.pool, company)
    const [contacts, customers, orders] = results
    expect(contacts).toMatchObject({ quarantined: 0 })
    expect(customers).toMatchObject({ quarantined: 0, unknownFields: {} })
    expect(orders?.reasons.map((reason) => reason.code)).toEqual(['no-exchange-rate'])
    expect((orders?.loaded ?? 0) + (orders?.quarantined ?? 0)).toBe(orders?.read)
    const before = await counts()
    expect(before.truth).toBe(results.reduce((sum, result) => sum + result.read, 0))

    const again = await loadSample(db.pool, company)
    expect(again.map((result) => result.loaded + result.updated)).toEqual([0, 0, 0])
    expect(await counts()).toEqual(before)

    const { rows } = await db.pool.query(`
      select count(*)::int as broken from raw.shopify__orders o
      cross join lateral (
        select sum(l.quantity * l.price) as listed, sum(d.amount) as discounts, sum(t.amount) as tax
        from jsonb_to_recordset(line_items) as l(quantity int, price numeric, discount_allocations jsonb, tax_lines jsonb)
        cross join lateral (select coalesce(sum(amount), 0) as amount from jsonb_to_recordset(l.discount_allocations) as x(amount numeric)) d
        cross join lateral (select coalesce(sum(price), 0) as amount from jsonb_to_recordset(l.tax_lines) as x(price numeric)) t
      ) lines
      cross join lateral (select coalesce(sum(price), 0) as shipping from jsonb_to_recordset(shipping_lines) as s(price numeric)) s
      where listed <> total_line_items_price or discounts <> total_discounts or listed - discounts <> subtotal_price
        or subtotal_price + shipping <> total_price or processed_at > '2026-10-31T18:00:00Z' or updated_at > '2026-10-31T18:00:00Z'`)
    expect(rows).toEqual([{ broken: 0 }])
  })

  test('makes room for another company', async () => {
    const other = { customers: 20, seed: 8 }
    const results = await loadSample(db.pool, other)
    const [contacts, customers, orders] = results.map((result) => result.loaded)
    const truth = results.reduce((sum, result) => sum + result.read, 0)
    expect(await counts()).toMatchObject({ contacts, customers, orders, truth })
    await loadSample(db.pool, company)
  })

  test('goes when told to, and leaves what is real', async () => {
    const [contact] = recordsOf({ customers: 1, seed: 99 })[0]?.[1] ?? []
    const real = {
      ...contact,
      id: '1',
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
      archived: false,
      properties: {},
    }
    await loadRecords(db.pool, hubspot.contacts, [real, { id: 'bad' }], { origin: 'real', isSample: false })
    await expect(loadSample(db.pool, company)).rejects.toMatchObject({ code: 'sample-refused' })
    const version = async () =>
      (await db.pool.query(`select version::int from ops.entities where entity = 'shopify.orders'`)).rows[0]
        .version
    const before = await version()
    await removeSample(db.pool)
    expect(await counts()).toEqual({ contacts: 1, customers: 0, orders: 0, quarantined: 1, truth: 0 })
    expect(await version()).toBe(before + 1)
    expect((await removeSample(db.pool)).map((removed) => removed.records)).toEqual([0, 0, 0])
    const { rows } = await db.pool.query(
      'select entity, row_count::int as rows from ops.entities where row_count > 0',
    )
    expect(rows).toEqual([{ entity: 'hubspot.contacts', rows: 1 }])
    expect(await version()).toBe(before + 1)
  })
})
