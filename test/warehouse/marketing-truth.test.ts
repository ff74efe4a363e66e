import { expect, test } from 'vitest'
import { render } from '#engine'
import { peopleOfProfiles } from '../../evaluation/people-of-profiles.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('sample')
const people = render(peopleOfProfiles, ({ name }) => name.replace('staging.', 'pii.')).text

/** The customers of the sample company with the person behind each, where all records agree on one. */
const known = `
  with behind as (${people}),
  customers as (
    select customer_key, min(person_id) as person_id
    from behind
    join identity.map_identity using (record_key)
    group by customer_key
    having min(person_id) = max(person_id)
  )`

async function counts(query: string): Promise<Record<string, number>> {
  const { rows } = await db.pool.query(query)
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, count]) => [name, Number(count)]))
}

test('anonymous visits are attached to the person who made them, and none to another', async () => {
  const found = await counts(`${known}
    select
      count(*) filter (where not is_identified) as anonymous,
      count(*) filter (where not is_identified and customers.person_id = behind.person_id) as attached,
      count(*) filter (where customers.person_id <> behind.person_id) as wrong
    from warehouse.fct_sessions session
    join behind on behind.record_key = session.visitor_key
    left join customers using (customer_key)`)
  expect(found.anonymous).toBeGreaterThan(400)
  expect(found.wrong).toBe(0)
  // the others are of people who never identify themselves within the window
  expect((found.attached ?? 0) / (found.anonymous ?? 0)).toBeGreaterThan(0.6)
})

test('people have the channel that brought them, unless their first visit was on a browser that nobody is known by', async () => {
  const found = await counts(`${known},
    first_visits as (
      select distinct on (behind.person_id) behind.person_id, session.customer_key > 0 as is_attached
      from warehouse.fct_sessions session
      join behind on behind.record_key = session.visitor_key
      order by behind.person_id, session.started_at
    ),
    acquired as (
      select
        evidence,
        channel_name,
        channel_name = case truth.acquisition_channel
          when 'organic' then 'organic search'
          else truth.acquisition_channel
        end as is_right,
        coalesce(is_attached, false) as is_attached
      from warehouse.fct_customer_acquisitions
      join warehouse.dim_channel using (channel_key)
      join customers using (customer_key)
      join ops.sample_people truth using (person_id)
      left join first_visits using (person_id)
    )
    select
      count(*) filter (where evidence = 'visit') as visited,
      count(*) filter (where evidence = 'visit' and is_right) as right_by_visit,
      count(*) filter (where evidence = 'visit' and is_attached) as attached,
      count(*) filter (where evidence = 'visit' and is_attached and is_right) as right_attached,
      count(*) filter (where channel_name = 'store') as in_store,
      count(*) filter (where channel_name = 'store' and is_right) as right_in_store
    from acquired`)
  expect(found.visited).toBeGreaterThan(70)
  expect((found.right_by_visit ?? 0) / (found.visited ?? 0)).toBeGreaterThan(0.65)
  // what is left: a purchase in a store under no name came before
  expect((found.right_attached ?? 0) / (found.attached ?? 0)).toBeGreaterThan(0.88)
  expect(found.in_store).toBeGreaterThan(10)
  expect((found.right_in_store ?? 0) / (found.in_store ?? 0)).toBeGreaterThan(0.8)
})

test('the campaign that caused an order is found behind it', async () => {
  const found = await counts(`
    with caused as (
      select ops.key_of('shopify', 'order', record_key) as order_key, substring(cause from 10) as campaign_name
      from ops.sample_truth
      where cause like 'campaign %'
    ),
    mailed as (
      select bridge.order_key, campaign_name
      from warehouse.bdg_order_campaign bridge
      join warehouse.dim_campaign using (campaign_key)
      where dim_campaign.campaign_type = 'campaign' and evidence <> 'earlier visit'
    )
    select
      (select count(*) from caused join warehouse.fct_orders using (order_key) where is_purchase) as caused,
      (select count(*) from caused join mailed using (order_key, campaign_name)) as found,
      (select count(*) from mailed) as mailed`)
  expect(found.caused).toBeGreaterThan(5)
  expect((found.found ?? 0) / (found.caused ?? 0)).toBeGreaterThan(0.9)
  expect((found.found ?? 0) / (found.mailed ?? 0)).toBeGreaterThan(0.75)
})

test('visits of the sample company have the channel by which they were made', async () => {
  const { rows } = await db.pool.query<{ channel: string; share: number }>(`
    select channel_name as channel, (sum(order_count) / sum(sum(order_count)) over ())::float as share
    from warehouse.fct_sessions
    join warehouse.dim_channel using (channel_key)
    group by 1
    order by 2 desc`)
  expect(rows.map(({ channel }) => channel).sort()).toEqual(
    ['direct', 'display', 'email', 'organic search', 'paid search', 'paid social'].sort(),
  )
  // as settings.ts says: 30 of 100 buying visits come by organic search, 5 by display
  expect(rows[0]?.channel).toBe('organic search')
  expect(Math.abs((rows.find(({ channel }) => channel === 'organic search')?.share ?? 0) - 0.3)).toBeLessThan(
    0.07,
  )
})
