import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { syncSources } from '../../engine/loading/raw-tables.ts'
import { currentDecisions, decide, type PairVerdict, type Verdict } from '../../stewardship/decisions.ts'
import { pastDecisions, withdraw } from '../../stewardship/past-decisions.ts'
import type { Subject } from '../../stewardship/subject.ts'
import { betweenAll, splitInTwo } from '../../stewardship/verdicts.ts'
import { stewardship } from '../../transforms/sources/stewardship/stewardship.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

let db: TestDatabase | undefined
const fresh = async () => {
  await db?.drop()
  db = await cloneDatabase()
  const client = await db.pool.connect()
  await syncSources(client, [stewardship.decisions]).finally(() => client.release())
  return db.pool
}
let pool: TestDatabase['pool']
beforeEach(async () => {
  pool = await fresh()
})
afterAll(async () => {
  await db?.drop()
})

const ann = { command: 'decide', by: 'ann' } as const
const say = (...verdicts: readonly PairVerdict[]) => decide(pool, verdicts, ann)
const pair = (a: number, b: number, verdict: Verdict): PairVerdict => ({ a: `${a}`, b: `${b}`, verdict })
const held = async () => {
  const { rows } = await pool.query<{ said: string }>(
    `select concat_ws(' ', record_key_a, verdict, record_key_b) as said from ${currentDecisions} d order by 1`,
  )
  return rows.map((row) => row.said)
}
const person = (key: string, ...records: readonly number[]): Subject => ({
  kind: 'customer',
  key,
  recordKeys: records.map(String),
})

test('the newest decision about a pair holds, in whichever order it is named; taken back, the one before', async () => {
  await say(pair(2, -1, 'same'))
  const second = await say(pair(-1, 2, 'unsure'))
  expect(await held()).toEqual(['-1 unsure 2'])
  expect(await withdraw(pool, second, 'ben')).toBe(1)
  expect(await held()).toEqual(['-1 same 2'])
  await expect(withdraw(pool, second, 'ben')).rejects.toMatchObject({ code: 'decision-unknown' })
  const [newest] = await pastDecisions(pool, 10)
  expect(newest).toMatchObject({ decision: second, withdrawnBy: 'ben', unsureCount: 1, decidedBy: 'ann' })
})

test('decisions that cannot hold together are refused, and say with which', async () => {
  const first = await say(pair(1, 2, 'same'))
  const second = await say(pair(2, 3, 'same'))
  await say(pair(8, 9, 'different'))
  await expect(say(pair(1, 3, 'different'))).rejects.toMatchObject({
    code: 'decision-contradicts',
    fields: { decisions: [first, second].sort() },
  })
  await say(pair(1, 4, 'different'))
  await expect(say(pair(3, 4, 'same'))).rejects.toMatchObject({ code: 'decision-contradicts' })
  await withdraw(pool, second, 'ann')
  await say(pair(3, 4, 'same'))
  expect(await held()).toEqual(['1 different 4', '1 same 2', '3 same 4', '8 different 9'])
})

test('a split says something of every two records, and leaves what was said within the parts', async () => {
  await say(pair(3, 4, 'unsure'))
  const verdicts = await splitInTwo(pool, person('p', 1, 2, 3, 4, 5), ['2', '5'])
  expect(verdicts).toHaveLength(9)
  await decide(pool, verdicts, { command: 'split', by: 'ann' })
  expect((await held()).filter((said) => said.includes('different'))).toHaveLength(6)
  expect(await held()).toEqual(expect.arrayContaining(['2 same 5', '3 unsure 4', '1 same 3', '1 same 4']))
  await expect(splitInTwo(pool, person('p', 1, 2), ['1', '2'])).rejects.toMatchObject({
    code: 'split-invalid',
  })
  await expect(splitInTwo(pool, person('p', 1, 2), ['7'])).rejects.toMatchObject({ code: 'split-invalid' })
})

test('people who were split are linked again by saying so of the people', async () => {
  await decide(pool, await splitInTwo(pool, person('p', 1, 2, 3), ['3']), { command: 'split', by: 'ann' })
  await expect(say(pair(2, 3, 'same'))).rejects.toMatchObject({ code: 'decision-contradicts' })
  await say(...betweenAll(person('p', 1, 2), person('q', 3), 'same'))
  expect((await held()).every((said) => said.includes('same'))).toBe(true)
  expect(() => betweenAll(person('p', 1, 2), person('q', 2), 'same')).toThrow('same record')
})

test('whatever is said in whatever order, what holds never contradicts itself', async () => {
  const verdict = fc.constantFrom<Verdict>('same', 'different', 'unsure')
  const saying = fc.tuple(fc.nat(5), fc.nat(5), verdict).filter(([a, b]) => a !== b)
  await fc.assert(
    fc.asyncProperty(fc.array(saying, { maxLength: 12 }), async (sayings) => {
      await pool.query(`truncate ${stewardship.decisions.name}`)
      for (const [a, b, verdict] of sayings) await say(pair(a, b, verdict)).catch(() => {})
      const group = [0, 1, 2, 3, 4, 5]
      const said = (await held()).map((text) => text.split(' '))
      for (const [a, verdict, b] of [...said, ...said, ...said, ...said, ...said]) {
        const lowest = Math.min(group[Number(a)] ?? 0, group[Number(b)] ?? 0)
        if (verdict === 'same') group[Number(a)] = group[Number(b)] = lowest
      }
      for (const [a, verdict, b] of said)
        if (verdict === 'different') expect(group[Number(a)]).not.toBe(group[Number(b)])
    }),
    { numRuns: 15 },
  )
}, 60_000)
