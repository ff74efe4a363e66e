import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../engine/build.ts'
import { loadWarehouse, type Warehouse } from '../../engine/catalog.ts'
import { peopleBehindProfiles } from '../../seeds/sample/profiles.ts'
import { removeSample } from '../../seeds/sample/remove.ts'
import { evaluateLabels, type LabelledPair, measuredBy } from '../../services/evaluation/labelled-pairs.ts'
import type { Measured, PairCount } from '../../services/evaluation/measured.ts'
import { offerEvaluation } from '../../services/evaluation/offer.ts'
import { evaluateSample } from '../../services/evaluation/sample.ts'
import { profile } from '../../transforms/canonical/profile.ts'
import { record_link } from '../../transforms/canonical/record_link.ts'
import { settings } from '../../transforms/identity/settings.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

let db: TestDatabase
let warehouse: Warehouse
let measured: Measured
beforeAll(async () => {
  db = await cloneDatabase('sample')
  warehouse = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  measured = await evaluateSample(db.pool, warehouse, settings)
}, 240_000)
afterAll(() => db.drop())

async function rows<T extends object>(sql: string): Promise<T[]> {
  return (await db.pool.query<T>(sql)).rows
}

const sum = (counts: readonly PairCount[]) => counts.reduce((total, { pairs }) => total + pairs, 0)

describe('the sample company', () => {
  test('of every profile record it is known who is behind it', async () => {
    const unknown = await rows<{ source: string }>(`
      select source from identity.map_identity
      left join (${peopleBehindProfiles}) behind using (record_key)
      where behind.person_id is null`)
    expect(unknown).toEqual([])
    const elsewhere = await rows(`select record_key from (${peopleBehindProfiles}) behind
      where record_key not in (select record_key from identity.map_identity)`)
    expect(elsewhere).toEqual([])
  })

  test('pairs are counted as they are when all are made, one by one', async () => {
    const { result, standing } = measured
    const of = (shape: { name: string }) =>
      warehouse.graph.transforms.filter(({ conformsTo }) => conformsTo?.name === shape.name)
    const telling = of(profile).map(
      ({ shortName }) => `select record_key from pii.${shortName}
        where concat(full_name, email, phone, street, city, postcode, birth_date) <> ''`,
    )
    const linked = of(record_link).map(
      ({ name }) => `select unnest(array[record_key, other_record_key]) from ${name}`,
    )
    const [all] = await rows<{ same: number; joined: number; both: number; records: number }>(`
      with record as (
        select m.record_key, m.customer_key, min(person_id) as person_id
        from identity.map_identity m join (${peopleBehindProfiles}) behind using (record_key)
        where record_key in (${[...telling, ...linked].join(' union ')})
        group by m.record_key, m.customer_key having count(distinct person_id) = 1
      )
      select (select count(*)::int from record) as records,
        count(*) filter (where a.person_id = b.person_id)::int as same,
        count(*) filter (where a.customer_key = b.customer_key)::int as joined,
        count(*) filter (where a.person_id = b.person_id and a.customer_key = b.customer_key)::int as both
      from record a join record b on a.record_key < b.record_key
        and (a.person_id = b.person_id or a.customer_key = b.customer_key)`)
    expect(standing?.counted).toBe(all?.records)
    expect({ ...result, bcubed: null }).toMatchObject({
      truePairs: all?.same,
      joinedPairs: all?.joined,
      correctPairs: all?.both,
    })
  })

  test('every missed pair and every false one has a reason', () => {
    const { result, missed, falseJoins } = measured
    expect(sum(missed)).toBe((result?.truePairs ?? 0) - (result?.correctPairs ?? 0))
    expect(sum(falseJoins)).toBe((result?.joinedPairs ?? 0) - (result?.correctPairs ?? 0))
  })

  test('a lower threshold joins no fewer pairs; those in use are among the thresholds', () => {
    const { thresholds } = measured
    for (const [index, one] of thresholds.entries()) {
      const next = thresholds[index + 1]
      if (!next) continue
      expect(one.threshold).toBeLessThan(next.threshold)
      expect(one.joinedPairs).toBeGreaterThanOrEqual(next.joinedPairs)
      expect(one.correctPairs).toBeGreaterThanOrEqual(next.correctPairs)
    }
    expect(thresholds.filter(({ isInUse }) => isInUse).map(({ threshold }) => threshold)).toEqual([
      settings.thresholds.link,
    ])
  })

  test('people of one name and birthday are not joined', () => {
    expect(measured.strangers?.planted).toBeGreaterThan(0)
    expect(measured.strangers?.joined).toBe(0)
  })

  test('it is measured once, shown after the next build, and goes with the company', async () => {
    expect(await offerEvaluation(db.pool, warehouse)).toBe(true)
    expect(await offerEvaluation(db.pool, warehouse)).toBe(false)
    const { built } = await build(db.pool, warehouse, { jobs: 2 })
    expect(built).toBe(2)
    const [result] = await rows<{ f1: string; strangers: string; thresholds: number }>(`
      select f1, stranger_join_count as strangers,
        (select count(*)::int from marts.mart_identity_quality where part = 'threshold' and is_latest) as thresholds
      from marts.mart_identity_quality where part = 'result' and is_latest`)
    expect(Number(result?.f1)).toBe(measured.result?.f1)
    expect(result).toMatchObject({ strangers: '0', thresholds: measured.thresholds.length })
    await removeSample(db.pool)
    expect(await rows('select from raw.stewardship__evaluations')).toEqual([])
  }, 120_000)
})

describe('labelled pairs', () => {
  const pair = (isSame: boolean, isJoined: boolean, weight: number | null, isSure = false): LabelledPair => ({
    isSame,
    isJoined,
    weight,
    isSure,
    canLink: true,
  })
  const thresholds = { keep: -2, review: 0, link: 2, bridge: 4 }

  test('figures and reasons, worked out by hand', () => {
    const {
      result,
      thresholds: swept,
      missed,
      falseJoins,
    } = measuredBy(
      [
        pair(true, true, 5),
        pair(true, true, null, true),
        pair(true, false, 1),
        pair(true, false, null),
        pair(true, false, 3),
        pair(false, false, -1),
        pair(false, true, 2),
        pair(false, true, -2),
      ],
      thresholds,
      'labels',
    )
    // 2 of 4 joined are one person, of 5 that are: P 1/2, R 2/5, F1 = 2·2 / (5 + 4)
    expect(result).toMatchObject({ precision: 0.5, recall: 0.4, f1: 4 / 9, bcubed: null })
    // from 2 bits on: weights 5, 3, 2 and the sure one, of which three are one person
    expect(swept.find(({ isInUse }) => isInUse)).toMatchObject({ precision: 3 / 4, recall: 3 / 5, f1: 6 / 9 })
    expect(swept.map(({ threshold }) => threshold)).toEqual([-2, -1, 0, 1, 2, 3, 4, 5])
    expect(swept[0]).toMatchObject({ joinedPairs: 7, correctPairs: 4 })
    expect(missed).toEqual([
      { label: 'below the threshold, in review', pairs: 1 },
      { label: 'cut by a guard', pairs: 1 },
      { label: 'never near: blocked away, or below what is kept', pairs: 1 },
    ])
    expect(falseJoins).toEqual([
      { label: 'by way of other records', pairs: 1 },
      { label: 'weight', pairs: 1 },
    ])
  })

  test('weight links no pair that a rule forbids or that lacks what a link needs', () => {
    const bound = { ...pair(true, false, 9), canLink: false }
    const { thresholds: swept, missed } = measuredBy([bound], thresholds, 'labels')
    expect(swept.map(({ joinedPairs }) => joinedPairs)).toEqual(swept.map(() => 0))
    expect(missed).toEqual([{ label: 'likely, but forbidden, or a link needs more to agree', pairs: 1 }])
  })

  test('by what stewards decided only the model is measured', () => {
    // the build has joined the one and parted the other, because they were told to
    const { result, missed, falseJoins } = measuredBy(
      [pair(true, true, 1), pair(false, false, 3)],
      thresholds,
      'decisions',
    )
    expect(result).toBeNull()
    expect(missed).toEqual([{ label: 'below the threshold, in review', pairs: 1 }])
    expect(falseJoins).toEqual([{ label: 'weight', pairs: 1 }])
  })

  describe('in files', () => {
    let folder: string
    let other: TestDatabase
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'clientele-labels-'))
      other = await cloneDatabase('sample')
    })
    afterAll(async () => {
      await rm(folder, { recursive: true })
      await other.drop()
    })
    const evaluated = async (text: string) => {
      const path = join(folder, 'labels.csv')
      await writeFile(path, text)
      return evaluateLabels(other.pool, settings, path)
    }

    test('records are named by source, kind and identifier, or by their key', async () => {
      const { rows: pairs } = await other.pool.query<{ a: string; b: string; id: string }>(`
        select a.record_key as a, b.record_key as b, p.record_id as id
        from identity.map_identity a join identity.map_identity b using (customer_key)
        join pii.stg_shopify__customers p on p.record_key = a.record_key
        where a.record_key <> b.record_key order by 1, 2 limit 3`)
      const [first, , last] = pairs
      const { result } = await evaluated(
        `record_a,record_b,score\nshopify/customer/${first?.id},${first?.b},1\n${last?.a},${last?.b},different\n${last?.b},${first?.a},unsure\n`,
      )
      expect(result).toMatchObject({
        truePairs: 1,
        joinedPairs: 2,
        correctPairs: 1,
        precision: 0.5,
        recall: 1,
      })
    })

    test.each([
      ['a,b\n1,2\n', 'labels-unreadable', /none of the columns is record_a/],
      ['record_a,record_b,score\n1,2,perhaps\n', 'labels-unreadable', /the score perhaps/],
      ['record_a,record_b,score\n1,2,1\n', 'labels-unreadable', /There is no record 1 /],
      ['record_a,record_b,score\n1,2\n', 'csv-unreadable', /line 2: expected 3 fields/],
      ['record_a,record_b,score\n', 'nothing-to-evaluate', /holds no labelled pair/],
    ])('%j is refused with a reason', async (text, code, message) => {
      await expect(evaluated(text)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    })

    test('without decisions there is nothing to measure by them', async () => {
      await expect(evaluateLabels(other.pool, settings, 'decisions')).rejects.toMatchObject({
        code: 'nothing-to-evaluate',
      })
    })
  })
})
