import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Columns,
  canonical,
  type Derivation,
  derive,
  flag,
  id,
  integer,
  json,
  key,
  keyed,
  recordKey,
  type Sql,
  source,
  sql,
  text,
  transform,
} from '#engine'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { unkeyed } from '../../../engine/graph/keys.ts'
import { untagged } from '../../../engine/graph/personal-data.ts'

const shop = source('shop', {
  system: 'A shop',
  entities: {
    buyers: {
      description: 'Buyers',
      key: ['id'],
      fields: {
        id: z.string(),
        Email: z.string(),
        address: z.looseObject({}),
        friends: z.array(z.looseObject({})),
        tier: z.string(),
      },
      pii: { Email: 'contact', address: 'address', friends: 'name' },
    },
  },
})

function problemsOf(
  columns: Columns,
  query: Sql,
  more: { derive?: Derivation<string, string> } = {},
): string[] {
  const t = transform<Columns>('staging.stg_shop__buyers', {
    description: 'Buyers.',
    grain: ['id'],
    columns: { id: id('Buyer'), ...columns },
    query,
    ...more,
  })
  return untagged(t, new Graph([t])).map(({ message }) => message)
}
const told = { told: text('What the column holds') }
const fedBy = (column: string, field: string) => [
  `column ${column} is fed by shop.buyers.${field}, which is personal data. Tag it with .pii('…'), or write .notPersonal('…') with the reason`,
]

test.each([
  ['as it is', sql`select id, "Email" as told from ${shop.buyers}`, 'Email'],
  ['without as', sql`select id, lower(b."Email") told from ${shop.buyers} b`, 'Email'],
  [
    'under its own name',
    sql`with x as (select id, "Email" as told from ${shop.buyers}) select id, told from x`,
    'Email',
  ],
  [
    'through a star',
    sql`with x as (select *, trim("Email") as told from ${shop.buyers}) select * from x`,
    'Email',
  ],
  [
    'in a case',
    sql`select id, case when tier = 'a' then "Email" else tier end as told from ${shop.buyers}`,
    'Email',
  ],
  ['in JSON', sql`select id, address ->> 'city' as told from ${shop.buyers}`, 'address'],
  [
    'in a record set',
    sql`select id, f.nick as told from ${shop.buyers} b cross join lateral jsonb_to_recordset(b.friends) as f(nick text)`,
    'friends',
  ],
  [
    'in a function of a lateral join',
    sql`select id, one ->> 'nick' as told from ${shop.buyers}, jsonb_array_elements(friends) one`,
    'friends',
  ],
  [
    'in a subquery',
    sql`select id, (select string_agg(one ->> 'nick', ',') from jsonb_array_elements(friends) one) as told from ${shop.buyers}`,
    'friends',
  ],
  [
    'in the second part of a union',
    sql`select id, tier as told from ${shop.buyers} union all select id, "Email" from ${shop.buyers}`,
    'Email',
  ],
  ['in a fragment', sql`select id, ${sql`coalesce(tier, "Email")`} as told from ${shop.buyers}`, 'Email'],
])('a column that a tagged field feeds must be tagged or say why not: %s', (_, query, field) => {
  expect(problemsOf(told, query)).toEqual(fedBy('told', field))
  expect(problemsOf({ told: text('Tagged').pii('contact') }, query)).toEqual([])
  expect(problemsOf({ told: text('Not').orNull().notPersonal('a good reason') }, query)).toEqual([])
})

test('a condition, a count, a keyed key, a flag and another field carry nothing', () => {
  const columns = {
    record_key: key('Key'),
    has_email: flag('Whether there is one'),
    friend_count: integer('Friends'),
    kind: text('Depends on the address, does not say it'),
    tier: text('Another field'),
    rest: json('The rest').pii('free text'),
  }
  const query = sql`
    select
      id,
      ${keyed(sql`ops.key_of('shop', 'buyer', "Email")`)} as record_key,
      "Email" is not null as has_email,
      (select count(*) from jsonb_array_elements(friends))::integer as friend_count,
      case when "Email" like '%@work.example' then 'work' else 'home' end as kind,
      tier,
      address as rest
    from ${shop.buyers}
    where "Email" is not null
    order by "Email"`
  expect(problemsOf(columns, query)).toEqual([])
})

test.each([
  ['a key', sql`select id, ops.key_of('shop', 'buyer', "Email") as told_key from ${shop.buyers}`],
  ['a hash', sql`select id, hashtextextended("Email", 0) as told_key from ${shop.buyers}`],
  ['a number', sql`select id, regexp_replace("Email", '[^0-9]', '')::bigint as told_key from ${shop.buyers}`],
  [
    'a key of a key',
    sql`
      with inside as (select id, ops.key_of('shop', 'buyer', "Email") as inner_key from ${shop.buyers})
      select id, ops.key_of('shop', 'copy', inner_key::text) as told_key from inside`,
  ],
])('%s of a personal value without a secret must be tagged', (_, query) => {
  const told_key = key('Key')
  expect(problemsOf({ told_key }, query)).toEqual(fedBy('told_key', 'Email'))
  expect(problemsOf({ told_key: told_key.pii('contact') }, query)).toEqual([])
})

test('the natural key of a raw table is as personal as its fields', () => {
  const { visits } = source('salon', {
    system: 'A salon',
    entities: {
      visits: {
        description: 'Visits',
        key: 'content',
        fields: { id: z.string(), phone: z.string() },
        pii: { phone: 'contact' },
      },
    },
  })
  const query = (visitKey: Sql) => sql`select id, ${visitKey} as visit_key from ${visits}`
  const columns = { visit_key: key('Key') }
  expect(problemsOf(columns, query(sql`ops.key_of('salon', 'visit', _key)`))).toEqual([
    expect.stringMatching(/^column visit_key is fed by salon\.visits\._key/),
  ])
  expect(problemsOf(columns, query(keyed(sql`ops.key_of('salon', 'visit', _key)`)))).toEqual([])
})

test('what the key of a person is made from is personal in the same query', () => {
  const columns = { record_key: key('The buyer'), buyer: text('Number of the buyer'), other_key: key('Key') }
  const query = sql`
    select
      id,
      ${keyed(sql`ops.key_of('shop', 'buyer', lower(b.tier::text))`)} as record_key,
      'no ' || tier as buyer,
      ops.key_of('shop', 'copy', tier) as other_key
    from ${shop.buyers} b`
  expect(problemsOf(columns, query)).toEqual(
    ['buyer', 'other_key'].map((column) =>
      expect.stringMatching(`^column ${column} is fed by tier of a key of a person, which is personal data`),
    ),
  )
})

test('the key of the record of a person is made with the secrets of the installation', () => {
  const shape = canonical('buyer', {
    description: 'A buyer',
    columns: { id: id('Buyer'), record_key: recordKey('The buyer').orNull() },
  })
  const problems = (made: Sql) => {
    const t = transform<Columns>('staging.stg_shop__buyers', {
      description: 'Buyers.',
      grain: ['id'],
      columns: { id: id('Buyer'), record_key: key('The buyer').orNull() },
      conformsTo: shape,
      query: sql`select id, case when tier = 'a' then ${made} end as record_key from ${shop.buyers}`,
    })
    return unkeyed(t).map(({ message }) => message)
  }
  const unmade = sql`ops.key_of('shop', 'buyer', id)`
  expect(problems(unmade)).toEqual([
    expect.stringMatching(
      /^column record_key is the key of a person's record and is made without the secrets/,
    ),
  ])
  expect(problems(sql`coalesce(${keyed(unmade)}, ${unmade})`)).toHaveLength(1)
  expect(problems(sql`coalesce(${keyed(unmade)}, ${keyed(unmade)})`)).toEqual([])
})

test('what a derivation adds follows the columns that it is given', () => {
  const query = sql`select id, "Email" as written from ${shop.buyers}`
  const shown = derive({
    from: ['written'],
    adds: ['told'],
    with: ({ written }) => ({ told: written }),
    code: [],
  })
  expect(problemsOf(told, query, { derive: shown })).toEqual(fedBy('told', 'Email'))
})

test('a column of a shape carries the tag of the shape', () => {
  const shape = canonical('buyer', {
    description: 'A buyer',
    columns: { id: id('Buyer'), phone: text('Telephone').orNull().pii('contact') },
  })
  const conforming = (columns: Columns) => {
    const t = transform<Columns>('staging.stg_shop__buyers', {
      description: 'Buyers.',
      grain: ['id'],
      columns: { id: id('Buyer'), ...columns },
      conformsTo: shape,
      query: sql`select id, tier as phone from ${shop.buyers}`,
    })
    return untagged(t, new Graph([t])).map(({ message }) => message)
  }
  expect(conforming({ phone: text('Telephone').orNull() })).toEqual([
    `column phone is personal data (contact) in the shape buyer. Write .pii('contact'), or .notPersonal('…') with the reason`,
  ])
  expect(conforming({ phone: text('Telephone').pii('contact') })).toEqual([])
})

test('everything that is shipped is tagged, or says why not', async () => {
  const { graph } = await loadWarehouse(join(import.meta.dirname, '../../../transforms'))
  expect(graph.transforms.flatMap((t) => [...untagged(t, graph), ...unkeyed(t)])).toEqual([])
})
