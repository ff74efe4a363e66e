import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'

const db = useDatabase('sample')

test('moves and marriages of the sample company are found, and hardly any that were none', async () => {
  const [found] = await rowsOf<Record<string, number>>(
    db.pool,
    `with accounts as (
       select truth.person_id, min(i.customer_key) as customer_key
       from ops.sample_truth truth
       join pii.stg_shopify__customers a on truth.entity = 'shopify.customers' and a.record_id = truth.record_key
       join identity.map_identity i on i.record_key = a.record_key
       group by truth.person_id
       having count(distinct i.customer_key) = 1
     ),
     seen as (
       select customer_key, count(distinct postcode) as postcodes,
         count(distinct lower(family_name)) as family_names, min(first_seen_at) as first_seen_at
       from (
         select record_key, family_name, postcode, first_seen_at from pii.stg_shopify__residences
         union all
         select record_key, family_name, postcode, first_seen_at from pii.stg_shipstation__residences
         union all
         select record_key, family_name, postcode, created_at from pii.stg_hubspot__contacts
       ) said
       join identity.map_identity using (record_key)
       group by customer_key
     ),
     dated as (
       select customer_key, count(distinct postcode) > 1 as has_moved,
         count(distinct family_name) > 1 as has_married,
         min(valid_from) filter (where postcode is distinct from first_postcode) as moved_from
       from (
         select *, first_value(postcode) over (partition by customer_key order by valid_from) as first_postcode
         from pii.dim_customer_history
       ) h
       group by customer_key
     )
     select
       count(*) filter (where moved_at > first_seen_at and postcodes > 1)::int as moves,
       count(*) filter (where moved_at > first_seen_at and postcodes > 1 and has_moved)::int as found_moves,
       count(*) filter (where moved_at is null)::int as stayed,
       count(*) filter (where moved_at is null and has_moved)::int as false_moves,
       count(*) filter (where has_moved and moved_from < moved_at - interval '1 year')::int as far_too_early,
       count(*) filter (where married_at is null)::int as unmarried,
       count(*) filter (where married_at is null and has_married)::int as false_marriages,
       count(*) filter (where married_at > first_seen_at and family_names > 1)::int as marriages,
       count(*) filter (where married_at > first_seen_at and family_names > 1 and has_married)::int as found_marriages
     from ops.sample_people
     join accounts using (person_id)
     join seen using (customer_key)
     join dated using (customer_key)`,
  )
  const { moves = 0, found_moves = 0, stayed = 0, false_moves = 0, unmarried = 0 } = found ?? {}
  const { marriages = 0, found_marriages = 0 } = found ?? {}
  expect(moves).toBeGreaterThan(5)
  expect(found_moves / moves).toBeGreaterThan(0.75)
  expect(false_moves / stayed).toBeLessThan(0.01)
  expect(found?.false_marriages).toBeLessThan(unmarried / 100)
  expect(marriages).toBeGreaterThan(2)
  expect(found_marriages / marriages).toBeGreaterThan(0.75)
  // a record that was changed after the move may have had the new home from its creation on, as far as is known
  expect(found?.far_too_early).toBeLessThan(found_moves / 3)
})

test('each decision of the sample company is in the version of its time, and bands tie with lifetime values', async () => {
  const purposes = { email_marketing: 'email', sms_marketing: 'sms', analytics: 'analytics' }
  for (const [purpose, column] of Object.entries(purposes)) {
    const [decisions] = await rowsOf<{ all: number; alike: number }>(
      db.pool,
      `select count(*)::int as all, count(*) filter (where h.${column}_consent = c.status)::int as alike
       from warehouse.fct_consents c
       join warehouse.dim_customer_history h
         on h.customer_key = c.customer_key and h.valid_from <= c.decided_at and c.decided_at < h.valid_to
       where c.purpose = '${purpose}' and c.customer_key > 0 and c.valid_from < coalesce(c.valid_to, 'infinity')`,
    )
    expect(decisions?.all).toBeGreaterThan(10)
    expect(decisions?.alike).toBe(decisions?.all)
  }
  const bands = await rowsOf(
    db.pool,
    `select h.value_band
     from warehouse.dim_customer_history h
     join marts.mart_customer_ltv v using (customer_key)
     where h.is_current and h.value_band <> 'none' and customer_key > 0
     group by h.value_band
     having min(v.lifetime_value_amount) < max(case h.value_band when 'medium' then 100 when 'high' then 500 when 'top' then 2000 end)
       or max(v.lifetime_value_amount) >= min(case h.value_band when 'low' then 100 when 'medium' then 500 when 'high' then 2000 end)`,
  )
  expect(bands).toEqual([])
})
