import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Sql } from '../../engine/declare/sql.ts'
import { processes } from '../../transforms/warehouse/touchpoints/contacts.ts'
import { useDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'

const db = useDatabase('sample')

test('every process that has contacts is in the timeline', async () => {
  const folder = join(import.meta.dirname, '../../transforms/warehouse/touchpoints')
  const declared: unknown[] = []
  for (const file of await readdir(folder)) {
    const exported: Record<string, unknown> = await import(join(folder, file))
    declared.push(
      ...Object.entries(exported).flatMap(([name, sql]) => (/Touchpoints$/.test(name) ? [sql] : [])),
    )
  }
  expect(declared.every((one) => one instanceof Sql)).toBe(true)
  expect(new Set<unknown>(processes)).toEqual(new Set(declared))
})

test('each contact names a row of its fact, and the customer of that row', async () => {
  const facts = await rowsOf<{ fact: string; key: string }>(
    db.pool,
    `select distinct t.fact, a.attname as key
     from warehouse.fct_touchpoints t
     join pg_attribute a on a.attrelid = ('warehouse.' || t.fact)::regclass and a.attnum = 1`,
  )
  expect(facts.length).toBeGreaterThan(10)
  for (const { fact, key } of facts) {
    const lost = await rowsOf(
      db.pool,
      `select t.* from warehouse.fct_touchpoints t
       left join warehouse.${fact} f on f.${key} = t.fact_key and f.customer_key = t.customer_key
       where t.fact = '${fact}' and f.${key} is null limit 3`,
    )
    expect(lost, fact).toEqual([])
  }
})

test('every order, call, request and parcel of a customer is there, once', async () => {
  const [counts] = await rowsOf(
    db.pool,
    `select
       (select count(*) from warehouse.fct_orders
        where customer_key > 0 and is_purchase) as orders,
       (select count(*) from warehouse.fct_touchpoints where touchpoint_type = 'order placed') as order_contacts,
       (select count(*) from warehouse.fct_calls where customer_key > 0 and not is_internal) as calls,
       (select count(*) from warehouse.fct_touchpoints where fact = 'fct_calls') as call_contacts,
       (select count(*) from warehouse.fct_support_cases where customer_key > 0 and excluded_because is null) as cases,
       (select count(*) from warehouse.fct_touchpoints where touchpoint_type = 'ticket opened') as case_contacts`,
  )
  expect(Number(counts?.orders)).toBeGreaterThan(100)
  expect(counts).toMatchObject({
    order_contacts: counts?.orders,
    call_contacts: counts?.calls,
    case_contacts: counts?.cases,
  })
})

test('no sentence says what identifies a customer', async () => {
  const telling = await rowsOf(
    db.pool,
    `select t.sentence, i.identifier
     from warehouse.fct_touchpoints t
     join pii.bdg_customer_identifier i using (customer_key)
     where i.identifier_type in ('email', 'phone') and position(i.identifier in t.sentence) > 0
     limit 3`,
  )
  expect(telling).toEqual([])
  const named = await rowsOf(
    db.pool,
    `select t.sentence from warehouse.fct_touchpoints t
     join pii.dim_customer c using (customer_key)
     where position(lower(c.full_name) in lower(t.sentence)) > 0 limit 3`,
  )
  expect(named).toEqual([])
})
