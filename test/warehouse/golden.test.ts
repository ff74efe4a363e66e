import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { survivorship } from '../../transforms/identity/survivorship/rules.ts'
import { useDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'
import { choices, expectedChoices } from './golden-oracle.ts'
import { buildGolden, type GoldenRecord, goldenRecords, sendings } from './golden-records.ts'

vi.mock('../../transforms/identity/map_identity.ts', () => import('./record-id-identity.ts'))

const db = useDatabase()

const everything = async () => [
  await rowsOf(
    db.pool,
    'select * from pii.bdg_customer_attribute order by customer_key, attribute, value_rank',
  ),
  await rowsOf(db.pool, 'select * from pii.dim_customer order by customer_key'),
]

describe('of random records', () => {
  test('each attribute is the one the rules choose, and where it comes from is told', async () => {
    await fc.assert(
      fc.asyncProperty(goldenRecords, sendings, async (records, sent) => {
        await buildGolden(db.pool, records, sent)
        expect(await choices(db.pool)).toEqual(expectedChoices(records, sent, survivorship))
      }),
      { numRuns: 8 },
    )
  })

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
  })

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
  })
})
