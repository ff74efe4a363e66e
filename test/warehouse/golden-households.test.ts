import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { households } from '../../transforms/identity/survivorship/rules.ts'
import { bdg_household } from '../../transforms/warehouse/bdg_household.ts'
import { useDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'
import { buildGolden, type GoldenRecord, goldenRecords, saying } from './golden-records.ts'

vi.mock('../../transforms/identity/map_identity.ts', () => import('./record-id-identity.ts'))

const db = useDatabase()

const home = { street: 'High Street', house_number: '1', postcode: 'YO1 1AA' }
const ward = { ...home, given_name: 'Ann', family_name: 'Ward' }

async function householdsOf(records: readonly GoldenRecord[]) {
  await buildGolden(db.pool, records, [], [bdg_household])
  return rowsOf<{ household_key: string; customer_key: string; person_count: number; evidence: string[] }>(
    db.pool,
    'select * from warehouse.bdg_household order by customer_key',
  )
}

interface Resident {
  customer_key: string
  family_name: string | null
  phones: string[]
  residence: string | null
}

/** Takes one after the other until nobody is added: the simple way to say who hangs together. */
function expectedHouseholds(residents: readonly Resident[]): string[] {
  const isTied = (a: Resident, b: Resident) =>
    a.residence !== null &&
    a.residence === b.residence &&
    ((a.family_name !== null && a.family_name === b.family_name) ||
      a.phones.some((phone) => b.phones.includes(phone)))
  const left = residents.filter(
    (one) => residents.filter(({ residence }) => residence === one.residence).length <= households.mostPeople,
  )
  const found: string[] = []
  for (let first = left.shift(); first; first = left.shift()) {
    const members = [first]
    for (const member of members) {
      for (const other of left.filter((one) => isTied(member, one))) {
        left.splice(left.indexOf(other), 1)
        members.push(other)
      }
    }
    if (members.length > 1)
      found.push(
        members
          .map((m) => m.customer_key)
          .sort()
          .join(' '),
      )
  }
  return found.sort()
}

test('of random people, those hang together who share a home and a name or number, in one way or another', async () => {
  let seen = 0
  await fc.assert(
    fc.asyncProperty(goldenRecords, async (records) => {
      const rows = await householdsOf(records)
      const residents = await rowsOf<Resident>(
        db.pool,
        `select customer_key, lower(family_name) as family_name, phones, street || house_number || postcode as residence
         from pii.dim_customer where is_known`,
      )
      const keys = [...new Set(rows.map((row) => row.household_key))]
      const found = keys.map((key) =>
        rows.filter((row) => row.household_key === key).map((m) => m.customer_key),
      )
      seen += found.length
      expect(found.map((members) => members.sort().join(' ')).sort()).toEqual(expectedHouseholds(residents))
      for (const row of rows)
        expect(row.person_count).toBe(
          rows.filter((other) => other.household_key === row.household_key).length,
        )
    }),
    { numRuns: 8 },
  )
  expect(seen).toBeGreaterThan(0)
})

test('a dormitory is no household, and one person less at the same door is', async () => {
  const people = Array.from({ length: households.mostPeople + 1 }, (_, i) =>
    saying({ record_key: i, person: i + 1, ...ward, given_name: `Ann ${i}` }),
  )
  expect(await householdsOf(people)).toEqual([])
  expect(await householdsOf(people.slice(1))).toHaveLength(households.mostPeople)
})

test('the key stays when others come, go, or all move', async () => {
  const ann = saying({ record_key: 1, person: 1, ...ward, phone: '+447700900001' })
  const ben = saying({ record_key: 2, person: 2, ...ward, given_name: 'Ben' })
  const cat = saying({
    record_key: 3,
    person: 3,
    ...home,
    given_name: 'Cat',
    family_name: 'Lee',
    phone: '+447700900001',
  })
  const moved = [ann, ben].map((one) => ({ ...one, street: 'Low Road' }))
  const [before, withCat, elsewhere] = [
    await householdsOf([ann, ben]),
    await householdsOf([ann, ben, cat]),
    await householdsOf(moved),
  ]
  const [key] = before.map((row) => row.household_key)
  expect(withCat.map((row) => [row.household_key, row.evidence])).toEqual([
    [key, ['family name', 'phone']],
    [key, ['family name']],
    [key, ['phone']],
  ])
  expect(elsewhere.map((row) => row.household_key)).toEqual([key, key])
})
