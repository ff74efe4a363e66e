import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { bdg_customer_identifier } from '../../transforms/warehouse/bdg_customer_identifier.ts'
import { useDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'
import { buildGolden, type GoldenRecord, goldenRecords } from './golden-records.ts'

vi.mock('../../transforms/identity/map_identity.ts', () => import('./record-id-identity.ts'))

const db = useDatabase()

/** What the records say, one identifier after the other. */
function expectedIdentifiers(records: readonly GoldenRecord[]): string[] {
  const found = new Map<string, { records: number; days: string[]; sources: Set<string> }>()
  const people = new Map<string, Set<number>>()
  for (const { person, source, record_kind, email, phone, updated_at } of records) {
    for (const [type, identifier] of [
      ['email', email],
      ['phone', phone],
      [`${source} ${record_kind}`, String(person)],
    ] as const) {
      if (identifier === null) continue
      const name = [person, type, identifier].join('|')
      const one = found.get(name) ?? { records: 0, days: [], sources: new Set() }
      one.records++
      one.sources.add(source)
      if (updated_at) one.days.push(updated_at)
      found.set(name, one)
      people.set(`${type}|${identifier}`, (people.get(`${type}|${identifier}`) ?? new Set()).add(person))
    }
  }
  return [...found]
    .map(([name, { records: count, days, sources }]) => {
      const holders = people.get(name.slice(name.indexOf('|') + 1))?.size
      const [first = '', last = ''] = [days.sort()[0], days.at(-1)]
      return [name, count, holders, [...sources].sort().join(','), first, last].join(' ')
    })
    .sort()
}

test('random people have the identifiers of all their records, each with its first and its last sighting', async () => {
  await fc.assert(
    fc.asyncProperty(goldenRecords, async (records) => {
      await buildGolden(db.pool, records, [], [bdg_customer_identifier])
      const rows = await rowsOf<{
        customer_key: string
        identifier_type: string
        identifier: string
        record_count: number
        customer_count: number
        source_names: string[]
        first_seen_at: Date | null
        last_seen_at: Date | null
      }>(db.pool, 'select * from pii.bdg_customer_identifier')
      const said = rows.map((row) =>
        [
          [row.customer_key, row.identifier_type, row.identifier].join('|'),
          row.record_count,
          row.customer_count,
          row.source_names.join(','),
          row.first_seen_at?.toISOString() ?? '',
          row.last_seen_at?.toISOString() ?? '',
        ].join(' '),
      )
      expect(said.sort()).toEqual(expectedIdentifiers(records))
    }),
    { numRuns: 8 },
  )
})
