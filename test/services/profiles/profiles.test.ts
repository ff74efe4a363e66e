import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinds } from '../../../services/cube/groups.ts'
import {
  allFields,
  fieldsNamed,
  type Sight,
  sectionNames,
  shownTo,
} from '../../../services/profiles/fields.ts'
import { findCustomer, parseIdentifier } from '../../../services/profiles/find.ts'
import { profileSchema, searchSchema, timelineSchema } from '../../../services/profiles/profile.ts'
import { readProfile, readProfileJson } from '../../../services/profiles/read.ts'
import { searchProfiles } from '../../../services/profiles/search.ts'
import { readTimeline } from '../../../services/profiles/timeline.ts'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase('sample')

const all: Sight = { kinds: new Set(kinds), markets: null }
const none: Sight = { kinds: new Set(), markets: null }
const find = (identifier: string, sight = all) => findCustomer(db.pool, parseIdentifier(identifier), sight)
const rowsOf = async <T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
  (await db.pool.query<T>(text, [...values])).rows

async function someCustomers(count: number): Promise<string[]> {
  const rows = await rowsOf<{ customer_key: string }>(
    'select customer_key from marts.mart_customer_360 order by md5(customer_key::text) limit $1',
    [count],
  )
  return rows.map((row) => row.customer_key)
}

test('the profile of every customer keeps to its schema, and says what the marts say', async () => {
  const rows = await rowsOf<{ customer_key: string; lifetime_value_amount: string; email: string | null }>(
    `select customer_key, worth.lifetime_value_amount, person.email
     from marts.mart_customer_360 worth join pii.dim_customer person using (customer_key)`,
  )
  expect(rows.length).toBeGreaterThan(200)
  for (const { customer_key, lifetime_value_amount, email } of rows) {
    const json = await readProfileJson(db.pool, customer_key, shownTo(all, allFields), all)
    const profile = profileSchema.strict().parse(JSON.parse(json ?? 'null'))
    expect(profile).toMatchObject({
      customer_key,
      withheld: [],
      golden: { email },
      worth: { lifetime_value_amount },
    })
    const chosen = profile.attributes?.items.find((item) => item.attribute === 'email' && item.is_chosen)
    expect(chosen?.value ?? null).toBe(email)
  }
})

test('every section shows something of somebody in the sample company', async () => {
  // the sample company has solved all cases
  await rowsOf(`update warehouse.fct_support_cases set is_open = true where case_key = (
    select case_key from warehouse.fct_support_cases where excluded_because is null and customer_key > 0 limit 1)`)
  const filled = new Set<string>()
  for (const key of await someCustomers(1000)) {
    const profile = await readProfile(db.pool, key, [], all)
    for (const name of sectionNames) {
      const part = profile?.[name]
      if (part && (!('items' in part) || part.items.length > 0)) filled.add(name)
    }
  }
  expect([...filled].sort()).toEqual([...sectionNames].sort())
})

test('whatever is asked for, fields of kinds that a reader may not see are named and not read', async () => {
  const customers = await someCustomers(5)
  await fc.assert(
    fc.asyncProperty(
      fc.subarray([...kinds]),
      fc.subarray([...sectionNames, ...allFields.map(({ name }) => name)], { maxLength: 12 }),
      fc.constantFrom(...customers),
      async (seen, names, key) => {
        const sight = { kinds: new Set(seen), markets: null }
        const profile = await readProfile(db.pool, key, names, sight)
        const asked = fieldsNamed(names)
        expect(profile?.withheld).toEqual(
          asked.filter(({ kind }) => kind && !seen.includes(kind)).map(({ name }) => name),
        )
        const shown = sectionNames.flatMap((section) => {
          const part = profile?.[section]
          if (!part) return []
          const rows: object[] = 'items' in part && Array.isArray(part.items) ? part.items : [part]
          return [...new Set(rows.flatMap((row) => Object.keys(row)))].map((column) => `${section}.${column}`)
        })
        const allowed = asked.filter(({ kind }) => !kind || seen.includes(kind)).map(({ name }) => name)
        expect(allowed).toEqual(expect.arrayContaining(shown))
      },
    ),
    { numRuns: 60 },
  )
})

test('a field holds the kind of personal data that its column is tagged with', () => {
  const kindOf = new Map(allFields.map(({ name, kind }) => [name, kind]))
  expect(kindOf.get('golden.full_name')).toBe('name')
  expect(kindOf.get('golden.emails')).toBe('contact')
  expect(kindOf.get('golden.birth_date')).toBe('birth')
  expect(kindOf.get('attributes.value')).toBe('free text')
  expect(kindOf.get('identifiers.identifier')).toBe('identifier')
  expect(kindOf.get('household.full_name')).toBe('name')
  expect(kindOf.get('worth.lifetime_value_amount')).toBeNull()
})

test('every identifier finds its customer, or all who have it', async () => {
  const rows = await rowsOf<{ type: string; identifier: string; keys: string[] }>(
    `select identifier_type as type, identifier, array_agg(customer_key::text order by customer_key) as keys
     from pii.bdg_customer_identifier join warehouse.dim_customer using (customer_key)
     group by 1, 2 order by count(*) desc, md5(identifier) limit 300`,
  )
  const outcomes = new Set<string>()
  for (const { type, identifier, keys } of rows) {
    const found = await find(`${type.replace(' ', '.')}:${identifier}`)
    outcomes.add(found.outcome)
    if (keys.length === 1) expect(found).toMatchObject({ outcome: 'found', customerKey: keys[0] })
    else {
      expect(found).toMatchObject({ outcome: 'ambiguous', total: keys.length })
      expect('choices' in found && found.choices.map((one) => one.customer_key).sort()).toEqual(keys.sort())
    }
  }
  expect([...outcomes].sort()).toEqual(['ambiguous', 'found'])
})

test('identifiers are read as the warehouse writes them', async () => {
  const [row] = await rowsOf<{ customer_key: string; email: string; phone: string }>(
    `select customer_key, email, phone from pii.dim_customer
     where email like '%@%' and phone like '+44%'
       and not exists (select from pii.bdg_customer_identifier b where customer_count > 1 and b.customer_key = dim_customer.customer_key)
     order by customer_key limit 1`,
  )
  if (!row) throw new Error('The sample company has nobody with an email address and a telephone.')
  const found = { outcome: 'found', customerKey: row.customer_key }
  expect(await find(`email: ${row.email.toUpperCase()} `)).toMatchObject(found)
  expect(await find(`phone:0${row.phone.slice(3, 7)} ${row.phone.slice(7)}`)).toMatchObject(found)
  expect(await find(`customer:${row.customer_key}`)).toMatchObject(found)
})

test('an order number finds who placed it', async () => {
  const rows = await rowsOf<{ order_id: string; customer_key: string }>(
    `select order_id, min(customer_key)::text as customer_key from warehouse.fct_orders where customer_key > 0
     group by 1 having count(distinct customer_key) = 1 order by md5(order_id) limit 20`,
  )
  for (const { order_id, customer_key } of rows) {
    expect(await find(`order:${order_id}`, none)).toMatchObject({
      outcome: 'found',
      customerKey: customer_key,
    })
  }
})

test('a reader of some markets finds nobody of another market, by any means', async () => {
  const [row] = await rowsOf<{ customer_key: string; market: string; email: string; full_name: string }>(
    `select customer_key, market, email, full_name from pii.dim_customer
     where email is not null and full_name is not null order by customer_key limit 1`,
  )
  if (!row) throw new Error('The sample company has nobody.')
  const elsewhere = { ...all, markets: ['Nowhere'] }
  const own = { ...all, markets: [row.market] }
  for (const [sight, isSeen] of [
    [elsewhere, false],
    [own, true],
  ] as const) {
    const key = row.customer_key
    expect((await find(`customer:${key}`, sight)).outcome).toBe(isSeen ? 'found' : 'unknown')
    expect((await find(`email:${row.email}`, sight)).outcome === 'unknown').toBe(!isSeen)
    expect((await readProfile(db.pool, key, [], sight)) !== undefined).toBe(isSeen)
    expect((await readTimeline(db.pool, key, {}, sight)) !== undefined).toBe(isSeen)
    const { customers } = await searchProfiles(db.pool, row.full_name, sight, 50)
    expect(customers.some((one) => one.customer_key === key)).toBe(isSeen)
  }
})

test('who may see no identifiers cannot look people up by them, whether they exist or not', async () => {
  for (const identifier of ['email:sana.patel283@gmail.example', 'email:zz.never@gmail.example']) {
    await expect(find(identifier, none)).rejects.toMatchObject({ code: 'profile-lookup-forbidden' })
  }
})

test('what is no identifier is refused without repeating it', () => {
  for (const written of [
    'email:not an address',
    'phone:12',
    'customer:abc',
    'nothing',
    'shoe:42',
    ':',
    'customer:99999999999999999999',
  ]) {
    let message = ''
    try {
      parseIdentifier(written)
    } catch (error) {
      message = String(error)
    }
    expect(message).toContain('Ask by email:')
    expect(message).not.toContain('not an address')
  }
})

test('a former key moves to the present one; a key without records is gone; one that never was is unknown', async () => {
  const [present] = await someCustomers(1)
  await rowsOf(
    `insert into ops.identity_ledger (run_id, event, record_key, customer_key, former_customer_key, reason)
     values (1, 'assign', 4, 4444, null, 'made up'), (1, 'redirect', null, $1, 4444, 'made up'),
            (1, 'assign', 5, 5555, null, 'made up')`,
    [present],
  )
  expect(await find('customer:4444')).toEqual({ outcome: 'moved', customerKey: present })
  expect(await find('customer:5555')).toEqual({ outcome: 'gone' })
  expect(await find('customer:5555', { ...all, markets: ['Nowhere'] })).toEqual({ outcome: 'unknown' })
  expect(await find('customer:6666')).toEqual({ outcome: 'unknown' })
})

test('a profile names the last of all publications, also from the tenth on', async () => {
  const [key = ''] = await someCustomers(1)
  const [last] = await rowsOf<{ run_id: string }>(
    `insert into ops.runs (status, finished_at)
     select 'published', clock_timestamp() from generate_series(1, 12) returning run_id::text`,
  ).then((runs) => runs.toSorted((a, b) => Number(b.run_id) - Number(a.run_id)))
  const profile = await readProfile(db.pool, key, ['worth'], all)
  expect(profile?.run_id).toBe(last?.run_id)
})

test('pages of a timeline add up to all contacts, newest first, whatever their length', async () => {
  const [busiest] = await rowsOf<{ customer_key: string }>(
    'select customer_key from warehouse.fct_touchpoints group by 1 order by count(*) desc limit 1',
  )
  const key = busiest?.customer_key ?? ''
  const expected = await rowsOf<{ touchpoint_key: string }>(
    `select touchpoint_key from warehouse.fct_touchpoints where customer_key = $1
     order by occurred_at desc, touchpoint_key desc`,
    [key],
  )
  expect(expected.length).toBeGreaterThan(20)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (limit) => {
      const seen: unknown[] = []
      let cursor: string | undefined
      do {
        const page = timelineSchema.parse(await readTimeline(db.pool, key, { cursor, limit }, none))
        expect(page.types === undefined).toBe(cursor !== undefined)
        seen.push(...page.contacts.map((contact) => contact.touchpoint_key))
        cursor = page.next ?? undefined
      } while (cursor)
      expect(seen).toEqual(expected.map((row) => row.touchpoint_key))
    }),
    { numRuns: 8 },
  )
  const first = await readTimeline(db.pool, key, {}, none)
  for (const { name, contact_count } of first?.types ?? []) {
    const page = await readTimeline(db.pool, key, { types: [name], limit: 200 }, none)
    expect(page?.contacts.length).toBe(contact_count)
    expect(new Set(page?.contacts.map((contact) => contact.touchpoint_type))).toEqual(new Set([name]))
  }
  await expect(readTimeline(db.pool, key, { cursor: 'made-up' }, none)).rejects.toMatchObject({
    code: 'profile-cursor-invalid',
  })
})

test('a search finds people by name with a typing mistake, and says why', async () => {
  const people = await rowsOf<{ customer_key: string; full_name: string }>(
    `select customer_key, full_name from pii.dim_customer
     where full_name ~ '^[A-Z][a-z]{3,} [A-Z][a-z]{4,}$' order by md5(customer_key::text) limit 40`,
  )
  let found = 0
  for (const { customer_key, full_name } of people) {
    const at = full_name.length - 2
    const mistyped = full_name.slice(0, at) + full_name.slice(at + 1)
    const search = searchSchema.parse(await searchProfiles(db.pool, mistyped.toLowerCase(), all))
    const hit = search.customers.find((one) => one.customer_key === customer_key)
    if (!hit) continue
    found += 1
    expect(hit.matches[0]).toMatchObject({ by: 'name', value: full_name })
  }
  expect(found).toBeGreaterThan(36)
  // one word of a name, and words in another order
  const { full_name = '', customer_key = '' } = people[0] ?? {}
  const [given = '', family = ''] = full_name.split(' ')
  for (const text of [`${family} ${given}`, family.slice(0, -1)]) {
    const { customers } = await searchProfiles(db.pool, text, all, 50)
    expect([text, customers.some((one) => one.customer_key === customer_key)]).toEqual([text, true])
  }
})

test('two wrong letters of a long name, or one of a short one, do not hide anybody', async () => {
  const people = await rowsOf<{ customer_key: string; full_name: string }>(
    `select customer_key, full_name from pii.dim_customer
     where full_name ~ '^[A-Z][a-z]{2,} [A-Z][a-z]{2,}$'`,
  )
  expect(people.length).toBeGreaterThan(100)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...people), fc.nat(), fc.nat(), async (person, one, other) => {
      const letters = [...person.full_name]
      const places = letters.flatMap((letter, i) => (letter === ' ' ? [] : [i]))
      const wrong = letters.length > 14 ? [one, other] : [one]
      for (const place of wrong) letters[places[place % places.length] ?? 0] = 'q'
      const { customers } = await searchProfiles(db.pool, letters.join(''), all, 50)
      expect(customers.map((found) => found.customer_key)).toContain(person.customer_key)
    }),
    { numRuns: 150 },
  )
})

test('a search finds people by part of a telephone number, an order, an email address and a key', async () => {
  const [row] = await rowsOf<{ customer_key: string; phone: string; email: string; order_id: string }>(
    `select customer_key, phone, email, order_id from pii.dim_customer join warehouse.fct_orders using (customer_key)
     where phone like '+44%' and email is not null order by md5(order_id) limit 1`,
  )
  if (!row) throw new Error('The sample company has no order of a customer with a telephone.')
  const reasons = async (text: string, sight = all) => {
    const { customers } = await searchProfiles(db.pool, text, sight, 50)
    return customers
      .find((one) => one.customer_key === row.customer_key)
      ?.matches.map(({ by, how }) => `${by} ${how}`)
  }
  expect(await reasons(row.phone.slice(-7))).toContain('phone contains')
  expect(await reasons(`0${row.phone.slice(3)}`)).toEqual(
    expect.arrayContaining(['phone same', 'phone contains']),
  )
  expect(await reasons(row.order_id)).toContain('order same')
  expect(await reasons(row.email.toUpperCase())).toContain('email same')
  expect(await reasons(row.email.slice(0, -3))).toContain('email begins')
  expect(await reasons(row.customer_key)).toContain('customer same')
  // a reader of no personal data has orders and keys only, and is told so
  expect(await reasons(row.phone.slice(-7), none)).toBeUndefined()
  expect(await reasons(row.order_id, none)).toEqual(['order same'])
  const { customers, ...rest } = await searchProfiles(db.pool, row.order_id, none)
  expect(rest).toMatchObject({
    withheld: ['full_name', 'email', 'phone', 'city'],
    not_searched: ['name', 'phone', 'identifiers'],
  })
  expect(JSON.stringify(customers)).not.toContain(row.email)
  await expect(searchProfiles(db.pool, ' a-b ', all)).rejects.toMatchObject({ code: 'profile-search-short' })
})
