import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { syncSources } from '../../engine/loading/raw-tables.ts'
import { decide, type PairVerdict, type Verdict } from '../../stewardship/decisions.ts'
import { pastDecisions, withdraw } from '../../stewardship/past-decisions.ts'
import { currentDecisions } from '../../stewardship/queries.ts'
import type { Subject } from '../../stewardship/subject.ts'
import { splitInTwo, verdictsBetween } from '../../stewardship/verdicts.ts'
import { stewardship } from '../../transforms/sources/stewardship/stewardship.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

let db: TestDatabase | undefined
let pool: TestDatabase['pool']
beforeEach(async () => {
  await db?.drop()
  db = await cloneDatabase()
  pool = db.pool
  const client = await pool.connect()
  await syncSources(client, [stewardship.decisions]).finally(() => client.release())
})
afterAll(async () => {
  await db?.drop()
})

const ann = { command: 'decide', by: 'ann' } as const
const decideAsAnn = (...verdicts: readonly PairVerdict[]) => decide(pool, verdicts, ann)
const pair = (a: number, b: number, verdict: Verdict): PairVerdict => ({ a: `${a}`, b: `${b}`, verdict })
const inForce = async () => {
  const rows = await currentDecisions.read(pool, {})
  return rows.map((row) => `${row.record_key_a} ${row.verdict} ${row.record_key_b}`).sort()
}
const person = (key: string, ...records: readonly number[]): Subject => ({
  kind: 'customer',
  key,
  recordKeys: records.map(String),
})

test('the newest decision about a pair is in force, in either order of its records; undone, the one before is', async () => {
  await decideAsAnn(pair(2, -1, 'same'))
  const second = await decideAsAnn(pair(-1, 2, 'unsure'))
  expect(await inForce()).toEqual(['-1 unsure 2'])
  expect(await withdraw(pool, second, 'ben')).toBe(1)
  expect(await inForce()).toEqual(['-1 same 2'])
  await expect(withdraw(pool, second, 'ben')).rejects.toMatchObject({ code: 'decision-unknown' })
  const [newest] = await pastDecisions(pool, 10)
  expect(newest).toMatchObject({ decision: second, withdrawnBy: 'ben', unsureCount: 1, decidedBy: 'ann' })
})

test('a decision that contradicts others is refused, and the error names them', async () => {
  const first = await decideAsAnn(pair(1, 2, 'same'))
  const second = await decideAsAnn(pair(2, 3, 'same'))
  await decideAsAnn(pair(8, 9, 'different'))
  await expect(decideAsAnn(pair(1, 3, 'different'))).rejects.toMatchObject({
    code: 'decision-contradicts',
    fields: { decisions: [first, second].sort() },
  })
  await decideAsAnn(pair(1, 4, 'different'))
  await expect(decideAsAnn(pair(3, 4, 'same'))).rejects.toMatchObject({ code: 'decision-contradicts' })
  await withdraw(pool, second, 'ann')
  await decideAsAnn(pair(3, 4, 'same'))
  expect(await inForce()).toEqual(['1 different 4', '1 same 2', '3 same 4', '8 different 9'])
})

test('a split decides about every pair of records, and keeps earlier decisions within the parts', async () => {
  await decideAsAnn(pair(3, 4, 'unsure'))
  const verdicts = await splitInTwo(pool, person('p', 1, 2, 3, 4, 5), ['2', '5'])
  expect(verdicts).toHaveLength(9)
  await decide(pool, verdicts, { command: 'split', by: 'ann' })
  expect((await inForce()).filter((text) => text.includes('different'))).toHaveLength(6)
  expect(await inForce()).toEqual(expect.arrayContaining(['2 same 5', '3 unsure 4', '1 same 3', '1 same 4']))
  await expect(splitInTwo(pool, person('p', 1, 2), ['1', '2'])).rejects.toMatchObject({
    code: 'split-invalid',
  })
  await expect(splitInTwo(pool, person('p', 1, 2), ['7'])).rejects.toMatchObject({ code: 'split-invalid' })
})

test('two people who were split can be linked again by a decision about the people', async () => {
  await decide(pool, await splitInTwo(pool, person('p', 1, 2, 3), ['3']), { command: 'split', by: 'ann' })
  await expect(decideAsAnn(pair(2, 3, 'same'))).rejects.toMatchObject({ code: 'decision-contradicts' })
  await decideAsAnn(...verdictsBetween(person('p', 1, 2), person('q', 3), 'same'))
  expect((await inForce()).every((text) => text.includes('same'))).toBe(true)
  expect(() => verdictsBetween(person('p', 1, 2), person('q', 2), 'same')).toThrow(
    'both names mean one record',
  )
})

test('the decisions in force never contradict each other, whatever is decided in whatever order', async () => {
  const verdict = fc.constantFrom<Verdict>('same', 'different', 'unsure')
  const attempt = fc.tuple(fc.nat(5), fc.nat(5), verdict).filter(([a, b]) => a !== b)
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { maxLength: 12 }), async (attempts) => {
      await pool.query(`truncate ${stewardship.decisions.name}`)
      for (const [a, b, verdict] of attempts) await decideAsAnn(pair(a, b, verdict)).catch(() => {})
      const group = [0, 1, 2, 3, 4, 5]
      const decisions = (await inForce()).map((text) => text.split(' '))
      for (const [a, verdict, b] of [...decisions, ...decisions, ...decisions, ...decisions, ...decisions]) {
        const lowest = Math.min(group[Number(a)] ?? 0, group[Number(b)] ?? 0)
        if (verdict === 'same') group[Number(a)] = group[Number(b)] = lowest
      }
      for (const [a, verdict, b] of decisions)
        if (verdict === 'different') expect(group[Number(a)]).not.toBe(group[Number(b)])
    }),
    { numRuns: 8 },
  )
})
