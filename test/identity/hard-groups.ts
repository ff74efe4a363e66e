import type pg from 'pg'
import { expect } from 'vitest'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { livesOf } from '../../seeds/sample/people.ts'
import { inventedMailbox, shopPhone } from '../../seeds/sample/shop.ts'

/** Sources of the sample company whose records have a name and are one person each. */
const named = `
  select m.customer_key, t.person_id, p.record_id, p.email, p.phone
  from (
    select 'loyalty' as source, 'loyalty.members' as entity, record_key, record_id, email, phone, full_name from pii.stg_loyalty__members
    union all
    select 'square', 'square.customers', record_key, record_id, email, phone, full_name from pii.stg_square__customers
    union all
    select 'shopify', 'shopify.customers', record_key, record_id, email, phone, full_name from pii.stg_shopify__customers
    union all
    select 'stripe', 'stripe.customers', record_key, record_id, email, phone, full_name from pii.stg_stripe__customers
    union all
    select 'hubspot', 'hubspot.contacts', record_key, record_id, email, phone, full_name from pii.stg_hubspot__contacts
  ) p
  join identity.map_identity m using (record_key)
  left join ops.sample_truth t on t.entity = p.entity and t.record_key = p.record_id
  where p.full_name is not null`

/** No twins, couple, child and parent, firms of one building, or people who gave one invented contact are joined. */
export async function expectHardGroupsApart(pool: pg.Pool): Promise<void> {
  const pairs = [...livesOf(defaultCompany)].flatMap(({ person }) =>
    person.bond === null ? [] : [{ bond: person.bond, a: person.number, b: person.household }],
  )
  const { rows: bonds } = await pool.query<{ bond: string; known: number; joined: number }>(
    `with record as (${named})
     select
       bond,
       count(*) filter (where a in (select person_id from record) and b in (select person_id from record))::int as known,
       count(*) filter (where exists (
         select from record one join record other using (customer_key)
         where one.person_id = a and other.person_id = b
       ))::int as joined
     from jsonb_to_recordset($1) as pair (bond text, a bigint, b bigint)
     group by bond order by bond`,
    [JSON.stringify(pairs)],
  )
  expect(bonds.map(({ bond }) => bond)).toEqual(['child', 'couple', 'twin'])
  for (const { bond, known, joined } of bonds) {
    expect(known, bond).toBeGreaterThan(4)
    expect(joined, bond).toBe(0)
  }
  const { rows: groups } = await pool.query<{ what: string; people: number; joined: number }>(
    `with record as (${named}), walk_in as (
       select email as what, customer_key, person_id from record where email = $1
       union all
       select phone, customer_key, person_id from record where phone = $2
       union all
       select 'firms', customer_key, hashtext(record_id) from record where record_id like 'cus_firm%'
     ), customer as (
       select what, customer_key, count(distinct person_id) as people from walk_in group by 1, 2
     )
     select what, sum(people)::int as people, count(*) filter (where people > 1)::int as joined
     from customer group by what order by what`,
    [inventedMailbox, shopPhone],
  )
  expect(groups).toHaveLength(3)
  for (const { what, people, joined } of groups) {
    expect(people, what).toBeGreaterThan(8)
    expect(joined, what).toBe(0)
  }
}
