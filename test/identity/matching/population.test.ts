import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { agreement } from '../../../analytics/agreement.ts'
import { useDatabase } from '../../harness/database.ts'
import {
  clustersOf,
  crm,
  dropSource,
  forget,
  matchProfiles,
  members,
  nameless,
  newsletter,
  type Profile,
  prepareProfiles,
  putProfiles,
  shop,
} from './people.ts'

const db = useDatabase()
let client: pg.PoolClient
beforeAll(async () => {
  client = await db.pool.connect()
  await prepareProfiles(client)
})
beforeEach(startEmpty)
afterAll(() => client?.release())

async function startEmpty(): Promise<void> {
  await client.query('truncate profile')
  await forget(client)
}

const fromCrm = 1_000_000

async function crmCustomers(): Promise<number> {
  const clusters = await clustersOf(client)
  return new Set([...clusters].filter(([record]) => record >= fromCrm).map(([, cluster]) => cluster)).size
}

test.each([300, 3000, 20_000])(
  'a CRM is matched alike, whether %i people without names were loaded before it or not',
  async (count) => {
    await putProfiles(client, nameless(count, 1))
    await matchProfiles(client)
    await putProfiles(client, crm(400, fromCrm))
    await matchProfiles(client)
    expect(await crmCustomers()).toBe(400)
    const { rows } = await client.query(
      'select trained_because, prior, findings from ops.identity_model order by model_id',
    )
    expect(rows.map(({ trained_because }) => trained_because)).toEqual([
      'there was no model of these settings',
      'crm has records for the first time',
    ])
    // people without names are compared with nobody, so they do not dilute the share of matches
    expect(400 / ((800 * 799) / 2) / rows[1]?.prior).toBeCloseTo(1, 1)
  },
)

const makers: Readonly<Record<string, () => Profile[]>> = {
  till: () => nameless(1500, 1),
  crm: () => crm(200, fromCrm),
  shop: () => shop(250, 2_000_000),
  members: () => members(150, 3_000_000),
  newsletter: () => newsletter(200, 4_000_000),
}
const names = Object.keys(makers)

/** Of pairs of records that either result joins, at least this share must be joined by both. */
const leastAgreement = 0.99

test('sources in any order, and taken away again, give what an empty warehouse gives', async () => {
  const step = fc.record({ source: fc.constantFrom(...names), isRemoved: fc.boolean() })
  const agreements: number[] = []
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(names, { minLength: 2 }),
      fc.array(step, { maxLength: 2 }),
      async (order, steps) => {
        await startEmpty()
        for (const { source, isRemoved } of [
          ...order.map((source) => ({ source, isRemoved: false })),
          ...steps,
        ]) {
          if (isRemoved) await dropSource(client, source)
          else await putProfiles(client, makers[source]?.() ?? [])
          await matchProfiles(client)
        }
        const grown = await clustersOf(client)
        await forget(client)
        await matchProfiles(client)
        const fresh = await clustersOf(client)
        expect([...grown.keys()]).toEqual([...fresh.keys()])
        const { f1 } = agreement([...grown.values()], [...fresh.values()]).pairwise
        agreements.push(f1 ?? 1)
        expect(f1 ?? 1).toBeGreaterThanOrEqual(leastAgreement)
      },
    ),
    { numRuns: 4 },
  )
  console.log(`agreement with an empty warehouse: ${agreements.map((f1) => f1.toFixed(4)).join(', ')}`)
})
