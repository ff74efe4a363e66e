import { expect, test } from 'vitest'
import { identity_cluster } from '../../transforms/identity/identity_cluster.ts'
import { map_identity } from '../../transforms/identity/map_identity.ts'
import { loyalty } from '../../transforms/sources/loyalty/loyalty.ts'
import { stewardship } from '../../transforms/sources/stewardship/stewardship.ts'
import { stg_loyalty__members } from '../../transforms/staging/loyalty/stg_loyalty__members.ts'
import { stg_stewardship__decisions } from '../../transforms/staging/stewardship/stg_stewardship__decisions.ts'
import { useDatabase } from '../harness/database.ts'
import { land, rowsOf, stage } from '../sources/staged.ts'

const db = useDatabase()

test('spellings of one email address are one person; role accounts and throw-away addresses join nobody', async () => {
  const emails = {
    jane: ['Jane.Doe+club@gmail.com', 'janedoe@googlemail.com', '"Jane" <jane.doe@gmail.com>'],
    others: [
      'info@acme.com',
      'INFO@acme.com',
      'x9@mailinator.com',
      'x9@mailinator.com',
      'n/a',
      'jane@',
      null,
    ],
  }
  const members = [...emails.jane, ...emails.others].map((email, index) => ({
    member_id: `m${index}`,
    joined_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    email,
  }))
  expect(await land(db.pool, loyalty.members, members)).toMatchObject({
    loaded: members.length,
    quarantined: 0,
  })
  const resolving = [stg_loyalty__members, stg_stewardship__decisions, identity_cluster, map_identity]
  await stage(db.pool, [loyalty.members, stewardship.decisions], resolving)
  const people = await rowsOf(
    db.pool,
    `select array_agg(record_id order by record_id) as members, min(joined_by) as joined_by
     from identity.map_identity join pii.stg_loyalty__members using (record_key)
     group by customer_key order by count(*) desc, 1`,
  )
  expect(people[0]).toEqual({ members: ['m0', 'm1', 'm2'], joined_by: 'email' })
  expect(people.slice(1)).toEqual(
    emails.others.map((_, index) => ({ members: [`m${index + 3}`], joined_by: 'nothing' })),
  )
})
