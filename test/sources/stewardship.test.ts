import { expect, test } from 'vitest'
import { stewardship } from '../../transforms/sources/stewardship/stewardship.ts'
import { stg_stewardship__decisions } from '../../transforms/staging/stewardship/stg_stewardship__decisions.ts'
import { useDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const db = useDatabase()

const decided = {
  decision: '1',
  record_key_a: '-9223372036854775808',
  record_key_b: '7',
  verdict: 'same',
  decided_at: '2026-03-01T10:00:00Z',
  decided_by: 'ann',
  command: 'review',
} as const

const build = () => stage(db.pool, [stewardship.decisions], [stg_stewardship__decisions])
const verdicts = () =>
  rowsOf(db.pool, 'select record_key_a, verdict, reason from staging.stg_stewardship__decisions order by 1')

test('the newest decision about a pair is in force, and the one before it if that is undone', async () => {
  const later = {
    ...decided,
    decision: '2',
    record_key_a: '7',
    record_key_b: decided.record_key_a,
    verdict: 'different',
    decided_at: '2026-03-02T10:00:00Z',
  }
  await land(db.pool, stewardship.decisions, [later, decided, { ...decided, record_key_a: '8' }])
  await build()
  expect(await verdicts()).toMatchObject([{ verdict: 'different' }, { record_key_a: '7', verdict: 'same' }])
  await land(db.pool, stewardship.decisions, [{ ...later, withdrawn_at: '2026-03-03T10:00:00Z' }])
  await build()
  expect(await verdicts()).toMatchObject([{ verdict: 'same' }, { verdict: 'same' }])
})

test('a record key that is not a bigint is refused', () => {
  expect(refusals(stewardship.decisions, decided)).toEqual([])
  for (const record_key_a of ['9223372036854775808', 'ann', '1.5', '']) {
    expect(refusals(stewardship.decisions, { ...decided, record_key_a })).toHaveLength(1)
  }
})
