import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { render } from '#engine'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse, type Warehouse } from '../../engine/graph/catalogue.ts'
import type { Measured, PairCount } from '../../evaluation/measured.ts'
import { peopleOfProfiles } from '../../evaluation/people-of-profiles.ts'
import { evaluateSample } from '../../evaluation/sample.ts'
import { evaluateSampleIfDue } from '../../evaluation/sample-due.ts'
import { isoDay, today } from '../../seeds/sample/calendar.ts'
import { removeSample } from '../../seeds/sample/remove.ts'
import { profile } from '../../transforms/canonical/profile.ts'
import { record_link } from '../../transforms/canonical/record_link.ts'
import { settings } from '../../transforms/identity/settings.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('sample')
let warehouse: Warehouse
let measured: Measured
beforeAll(async () => {
  // the day as of which the template was built
  const declared = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  warehouse = { ...declared, asOf: () => isoDay(today) }
  measured = await evaluateSample(db.pool, warehouse, settings)
})

async function rows<T extends object>(sql: string): Promise<T[]> {
  return (await db.pool.query<T>(sql)).rows
}

const peopleOfRecords = render(peopleOfProfiles, ({ name }) => name.replace('staging.', 'pii.')).text
const sum = (counts: readonly PairCount[]) => counts.reduce((total, { pairs }) => total + pairs, 0)

describe('the sample company', () => {
  test('the person of every profile record is known', async () => {
    const unknown = await rows<{ source: string }>(`
      select source from identity.map_identity
      left join (${peopleOfRecords}) behind using (record_key)
      where behind.person_id is null`)
    expect(unknown).toEqual([])
    const extra = await rows(`select record_key from (${peopleOfRecords}) behind
      where record_key not in (select record_key from identity.map_identity)`)
    expect(extra).toEqual([])
  })

  test('pair counts equal those of a plain count over all pairs', async () => {
    const { result, standing } = measured
    const conforming = (shape: { name: string }) =>
      warehouse.graph.transforms.filter(({ conformsTo }) => conformsTo?.name === shape.name)
    const identified = conforming(profile).map(
      ({ shortName }) => `select record_key from pii.${shortName}
        where concat(full_name, email, phone, street, city, postcode, birth_date) <> ''`,
    )
    const linked = conforming(record_link).map(
      ({ name }) => `select unnest(array[record_key, other_record_key]) from ${name}`,
    )
    const profiles = conforming(profile).map(
      ({ shortName }) => `select record_key, full_name, email_match, phone from pii.${shortName}`,
    )
    // the record has no name, and everything it has to write to or call is used by several people who have names
    const ambiguous = `
      select nameless.record_key from (${profiles.join(' union all ')}) nameless
      where full_name is null and coalesce(email_match, phone) is not null
        and record_key not in (${linked.join(' union ')})
        and (email_match is null or email_match in (select email_match from used group by 1 having count(distinct person_id) > 1))
        and (phone is null or phone in (select phone from used group by 1 having count(distinct person_id) > 1))`
    const [all] = await rows<{ same: number; joined: number; both: number; records: number }>(`
      with used as (
        select email_match, phone, person_id from (${profiles.join(' union all ')}) named
        join (select record_key, min(person_id) as person_id from (${peopleOfRecords}) b group by 1) behind using (record_key)
        where full_name is not null
      ), record as (
        select m.record_key, m.customer_key, min(person_id) as person_id
        from identity.map_identity m join (${peopleOfRecords}) behind using (record_key)
        where record_key in (${[...identified, ...linked].join(' union ')})
          and record_key not in (${ambiguous})
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

  test('every missed pair and every false join has a reason', () => {
    const { result, missed, falseJoins } = measured
    expect(sum(missed)).toBe((result?.truePairs ?? 0) - (result?.correctPairs ?? 0))
    expect(sum(falseJoins)).toBe((result?.joinedPairs ?? 0) - (result?.correctPairs ?? 0))
  })

  test('a lower threshold joins at least as many pairs, and the threshold in use is among them', () => {
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

  test('people with the same name and birthday are not joined', () => {
    expect(measured.strangers?.planted).toBeGreaterThan(0)
    expect(measured.strangers?.joined).toBe(0)
  })

  test('it is evaluated once, shown after the next build, and removed with the sample company', async () => {
    expect(await evaluateSampleIfDue(db.pool, warehouse)).toBe(true)
    expect(await evaluateSampleIfDue(db.pool, warehouse)).toBe(false)
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
  })
})
