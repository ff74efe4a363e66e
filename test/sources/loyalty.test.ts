import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadFile } from '../../engine/loading/load.ts'
import { loyalty } from '../../transforms/sources/loyalty/loyalty.ts'
import { stg_loyalty__members } from '../../transforms/staging/loyalty/stg_loyalty__members.ts'
import { stg_loyalty__movements } from '../../transforms/staging/loyalty/stg_loyalty__movements.ts'
import { useDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const member = {
  member_id: 'M-0001',
  joined_at: '2025-01-05T10:00:00Z',
  updated_at: '2026-01-05T10:00:00+01:00',
  left_at: null,
  tier: 'silver',
  given_name: 'Ada',
  family_name: 'Byron',
  email: 'ada@example.com',
  phone: '020 7946 0000',
  birth_date: '1815-12-10',
  street: '12 St James Square',
  city: 'London',
  postcode: 'SW1Y 4JH',
  country: 'United Kingdom',
}

const movement = {
  movement_id: '1',
  member_id: member.member_id,
  movement_type: 'earned',
  points: 120,
  occurred_at: '2026-01-05T10:00:00Z',
  order_source: 'shopify',
  order_id: '450789469',
  expires_at: '2027-01-05T00:00:00Z',
  reason: null,
}

const db = useDatabase()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-loyalty-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('an invalid record is rejected with a helpful reason', () => {
  expect(refusals(loyalty.members, member)).toEqual([])
  expect(refusals(loyalty.movements, movement)).toEqual([])
  expect(refusals(loyalty.movements, { ...movement, points: 0, occurred_at: '2026-01-05' })).toEqual([
    'points: a movement of zero points',
    'occurred_at: not a point in time like 2026-03-04T10:15:00Z',
  ])
  expect(refusals(loyalty.members, { ...member, shoe_size: 38 })).toEqual([': Unrecognized key: "shoe_size"'])
})

test('staging has members and movements with every point, from CSV and from JSON', async () => {
  const path = join(folder, 'movements.csv')
  await writeFile(
    path,
    `movement_id,member_id,movement_type,points,occurred_at,order_source,order_id,expires_at,reason
2,M-0001,redeemed,-50,2026-02-01T09:00:00Z,square,CAISENgvlJ6jLWAzERDzjyHVybY,,
3,M-0001,adjusted,7,2026-02-02T09:00:00Z,,,,"A late delivery, with thanks"
4,M-0001,borrowed,9,2026-02-02T09:00:00Z,,,,
`,
  )
  const left = { ...member, member_id: 'M-0002', left_at: '2026-03-01T00:00:00Z', birth_date: '31/12/1850' }
  await land(db.pool, loyalty.members, [member, left])
  await land(db.pool, loyalty.movements, [movement])
  expect(await loadFile(db.pool, loyalty.movements, path)).toMatchObject({ loaded: 2, quarantined: 1 })
  await stage(db.pool, Object.values(loyalty), [stg_loyalty__members, stg_loyalty__movements])

  expect(
    await rowsOf(
      db.pool,
      `select movement_id, movement_type, points, reason,
         record_key = (select record_key from staging.stg_loyalty__members where not is_deleted) as is_of_member,
         order_key = ops.key_of('square', 'order', 'CAISENgvlJ6jLWAzERDzjyHVybY') as is_of_till_order
       from staging.stg_loyalty__movements order by movement_id`,
    ),
  ).toMatchObject([
    { movement_type: 'earned', points: 120, is_of_member: true, is_of_till_order: false },
    { movement_type: 'redeemed', points: -50, is_of_till_order: true },
    { movement_type: 'adjusted', points: 7, reason: 'A late delivery, with thanks', is_of_till_order: null },
  ])
  expect(
    await rowsOf(
      db.pool,
      'select record_id, email, birth_date_quality, is_deleted from pii.stg_loyalty__members order by record_id',
    ),
  ).toEqual([
    { record_id: 'M-0001', email: 'ada@example.com', birth_date_quality: 'refused', is_deleted: false },
    { record_id: 'M-0002', email: 'ada@example.com', birth_date_quality: 'refused', is_deleted: true },
  ])
})
