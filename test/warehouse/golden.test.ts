import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { attributes } from '../../transforms/identity/golden/declare.ts'
import { survivorship } from '../../transforms/identity/survivorship.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'
import { chosenRecord } from './golden-oracle.ts'
import { buildGolden, type GoldenRecord, goldenRecords, type Sent } from './golden-records.ts'

vi.mock('../../transforms/identity/map_identity.ts', async () =>
  (await import('./golden-records.ts')).mapByRecordId(),
)

let db: TestDatabase
beforeAll(async () => {
  db = await cloneDatabase()
})
afterAll(() => db.drop())

interface Chosen {
  customer_key: string
  attribute: string
  record_key: string
  is_valid: boolean
  value: string
}
const chosenRows = () =>
  rowsOf<Chosen>(
    db.pool,
    `select customer_key, attribute, record_key, is_valid, value from pii.bdg_customer_attribute
     where is_chosen order by customer_key, attribute`,
  )
const everything = async () => [
  await rowsOf(
    db.pool,
    'select * from pii.bdg_customer_attribute order by customer_key, attribute, value_rank',
  ),
  await rowsOf(db.pool, 'select * from pii.dim_customer order by customer_key'),
]

const sendings = fc.array(
  fc.record<Sent>({
    record_key: fc.nat(149).map((index) => ((index + 1) * 7919) % 100_003),
    touchpoint_type: fc.constantFrom('delivered', 'bounced'),
    detail: fc.constantFrom('hard', 'soft', null),
    day: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 6 },
)

/** Addresses whose last message came back. */
function bouncedOf(records: readonly GoldenRecord[], sent: readonly Sent[]): Set<string> {
  const mailboxes = new Set(records.flatMap(({ email }) => email ?? []))
  const last = (email: string, wanted: (one: Sent) => boolean) =>
    Math.max(
      0,
      ...sent
        .filter((one) => records.find((record) => record.record_key === one.record_key)?.email === email)
        .filter(wanted)
        .map(({ day }) => day),
    )
  return new Set(
    [...mailboxes].filter((email) => {
      const back = last(email, (one) => one.touchpoint_type === 'bounced' && one.detail !== 'soft')
      return back > 0 && back >= last(email, (one) => one.touchpoint_type === 'delivered')
    }),
  )
}

describe('of random records', () => {
  test('each attribute is the one the rules choose, and where it comes from is told', async () => {
    await fc.assert(
      fc.asyncProperty(goldenRecords, sendings, async (records, sent) => {
        await buildGolden(db.pool, records, sent)
        const bounced = bouncedOf(records, sent)
        const people = [...new Set(records.map(({ person }) => person))].sort((a, b) => a - b)
        const expected = people.flatMap((person) => {
          const theirs = records.filter((record) => record.person === person)
          return [...attributes].sort().flatMap((attribute) => {
            const record = chosenRecord(theirs, attribute, survivorship, bounced)
            return record === null ? [] : [`${person} ${attribute} ${record}`]
          })
        })
        const rows = await chosenRows()
        expect(rows.map((row) => `${row.customer_key} ${row.attribute} ${row.record_key}`)).toEqual(expected)
      }),
      { numRuns: 12 },
    )
  }, 180_000)

  test('the order in which they come changes nothing', async () => {
    const shuffled = goldenRecords.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, sendings, async ([records, others], sent) => {
        await buildGolden(db.pool, records, sent)
        const before = await everything()
        await buildGolden(db.pool, others, sent)
        expect(await everything()).toEqual(before)
      }),
      { numRuns: 6 },
    )
  }, 180_000)

  test('nothing is invented: names and addresses are whole from one record, lists are what records hold', async () => {
    await fc.assert(
      fc.asyncProperty(goldenRecords, async (records) => {
        await buildGolden(db.pool, records)
        const customers = await rowsOf(db.pool, 'select * from pii.dim_customer where is_known')
        for (const customer of customers) {
          const theirs = records.filter(({ person }) => person === Number(customer.customer_key))
          const nowhere = {
            given_name: null,
            family_name: null,
            street: null,
            house_number: null,
            city: null,
            postcode: null,
          }
          const units: (keyof GoldenRecord)[][] = [
            ['given_name', 'family_name'],
            ['street', 'house_number', 'city', 'postcode'],
            ['birth_date'],
          ]
          for (const unit of units) {
            const isTheirs = [...theirs, nowhere].some((record) =>
              unit.every((part) => (part in record ? Reflect.get(record, part) : null) === customer[part]),
            )
            expect([unit, customer, isTheirs]).toEqual([unit, customer, true])
          }
          const usable = (values: (string | null)[]) => [...new Set(values.filter((v) => v !== null))].sort()
          expect([...customer.emails].sort()).toEqual(usable(theirs.map(({ email }) => email)))
          expect([...customer.phones].sort()).toEqual(usable(theirs.map(({ phone }) => phone)))
        }
      }),
      { numRuns: 6 },
    )
  }, 180_000)
})
