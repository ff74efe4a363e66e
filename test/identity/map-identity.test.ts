import fc from 'fast-check'
import { expect, test } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { Graph } from '../../engine/graph/graph.ts'
import { entitiesOf } from '../../engine/graph/source-files.ts'
import { profile } from '../../transforms/canonical/profile.ts'
import { record_link } from '../../transforms/canonical/record_link.ts'
import { identity_cluster } from '../../transforms/identity/identity_cluster.ts'
import { map_identity } from '../../transforms/identity/map_identity.ts'
import { settings } from '../../transforms/identity/settings.ts'
import { stewardship } from '../../transforms/sources/stewardship/stewardship.ts'
import { stg_stewardship__decisions } from '../../transforms/staging/stewardship/stg_stewardship__decisions.ts'
import { staged } from '../engine/build/made-up.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase()

type Link = { a: number; b: number; type: 'login' | 'alias' | 'reference' }

async function resolved(
  emails: readonly (string | null)[],
  links: readonly Link[],
): Promise<Map<number, string>> {
  const at = '2026-01-01T00:00:00Z'
  const records = emails.map((email, i) => ({
    record_key: i,
    source: 'made up',
    record_kind: 'contact',
    record_id: String(i),
    party_type: 'unknown',
    email,
    email_match: email,
    email_kind: email?.startsWith('info@') ? 'role' : email ? 'personal' : 'missing',
    phone_kind: 'missing',
    birth_date_quality: 'missing',
    is_deleted: false,
  }))
  const linked = links.map(({ a, b, type }, i) => ({
    link_key: i,
    record_key: a,
    other_record_key: b,
    source: 'made up',
    link_type: type,
    linked_at: at,
  }))
  const graph = new Graph([
    staged('stg_people', profile, records),
    staged('stg_links', record_link, linked),
    stg_stewardship__decisions,
    identity_cluster,
    map_identity,
  ])
  const entities = entitiesOf(new Map([['stewardship', stewardship]]))
  await build(db.pool, { entities, graph }, { jobs: 1 })
  const { rows } = await db.pool.query('select record_key, customer_key from identity.map_identity')
  return new Map(rows.map((row) => [Number(row.record_key), row.customer_key]))
}

/** Connected components, found simply. */
function components(size: number, pairs: readonly (readonly [number, number])[]): number[] {
  const parent = [...Array(size).keys()]
  const root = (i: number): number => (parent[i] === i ? i : root(parent[i] ?? i))
  for (const [a, b] of pairs) parent[root(a)] = root(b)
  return parent.map((_, i) => root(i))
}

test('records are one person if and only if email addresses and links connect them', async () => {
  const size = 14
  const people = fc.array(fc.option(fc.constantFrom('a@x.uk', 'b@x.uk', 'c@x.uk', 'info@x.uk')), {
    minLength: size,
    maxLength: size,
  })
  const node = fc.nat(size - 1)
  const links = fc.array(
    fc.record({ a: node, b: node, type: fc.constantFrom<Link['type']>('alias', 'reference') }),
    { maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(people, links, async (emails, joined) => {
      const pairs = joined.map(({ a, b }) => [a, b] as const)
      const same = emails.flatMap((email, i) =>
        email && !email.startsWith('info@') ? [[i, emails.indexOf(email)] as const] : [],
      )
      const expected = components(size, [...pairs, ...same])
      const keys = await resolved(emails, joined)
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < i; j++) expect(keys.get(i) === keys.get(j)).toBe(expected[i] === expected[j])
      }
    }),
    { numRuns: 8 },
  )
})

test('a browser on which two people logged in joins nobody; one on which one person did joins that person', async () => {
  const keys = await resolved(
    ['a@x.uk', 'b@x.uk', null, null],
    [
      { a: 0, b: 2, type: 'login' },
      { a: 1, b: 2, type: 'login' },
      { a: 1, b: 3, type: 'login' },
    ],
  )
  expect(new Set(keys.values()).size).toBe(3)
  expect(keys.get(3)).toBe(keys.get(1))
})

test('a chain of links is one person, up to the largest cluster that is allowed', async () => {
  const size = settings.maxClusterSize
  const chain = (length: number) =>
    Array.from({ length: length - 1 }, (_, i) => ({
      a: (i * 71) % length,
      b: ((i + 1) * 71) % length,
      type: 'alias' as const,
    }))
  const longest = await resolved(new Array(size).fill(null), chain(size))
  expect(new Set(longest.values()).size).toBe(1)
  const longer = await resolved(new Array(2 * size).fill(null), chain(2 * size))
  expect(new Set(longer.values()).size).toBeGreaterThan(1)
})
