import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Comparison, Level } from '../../../analytics/fellegi-sunter/types.ts'
import { levelSql } from '../../../transforms/identity/matching/pairs/conditions.ts'
import { useDatabase } from '../../harness/database.ts'
import { smallSettings } from './matching.ts'

const db = useDatabase()

type Values = Readonly<Record<string, string | number | readonly string[] | null>>

/** The level that each pair of records reaches, as the build computes it. */
async function levelsOf(
  comparison: Comparison,
  columns: string,
  pairs: readonly (readonly [Values, Values])[],
): Promise<number[]> {
  const { rows } = await db.pool.query<{ level: number }>(
    `select ${levelSql(comparison, new Map())} as level
     from jsonb_array_elements($1) with ordinality as pair (records, place)
     cross join jsonb_to_record(records -> 0) as l (${columns})
     cross join jsonb_to_record(records -> 1) as r (${columns})
     order by place`,
    [JSON.stringify(pairs)],
  )
  return rows.map(({ level }) => level)
}

async function holds(when: Level, type: string, a: Values['x'], b: Values['x']): Promise<boolean> {
  const comparison = { name: 'x', requires: ['x'], levels: [{ label: 'holds', when }] }
  const [level] = await levelsOf(comparison, `x ${type}, y ${type}`, [
    [
      { x: a ?? null, y: b ?? null },
      { x: b ?? null, y: a ?? null },
    ],
  ])
  return level === 1
}

test.each<[Level, type: string, a: Values['x'], same: Values['x'][], other: Values['x'][]]>([
  [{ kind: 'exact', columns: ['x'] }, 'text', 'é', ['é'], ['e', 'É', '']],
  [{ kind: 'exact', columns: ['x'] }, 'text[]', ['a', 'b'], [['a', 'b']], [['b', 'a'], ['a']]],
  [{ kind: 'swapped', columns: ['x', 'y'] }, 'text', 'ann', ['lee', 'ann'], []],
  [{ kind: 'prefix', column: 'x', length: 3 }, 'text', '😀nna', ['😀nn', '😀nnie'], ['😀n', 'nna']],
  [{ kind: 'levenshtein', column: 'x', atMost: 1 }, 'text', 'smith', ['smit', 'smyth'], ['smiht', 'smythe']],
  [{ kind: 'levenshtein', column: 'x', atMost: 1 }, 'text', '李😀', ['李', '李x'], ['']],
  [{ kind: 'trigram', column: 'x', atLeast: 0.4 }, 'text', 'joness', ['jones', 'JONESS'], ['johnson']],
  [{ kind: 'overlap', column: 'x' }, 'text[]', ['a', 'b'], [['b', 'c']], [['A'], []]],
  [{ kind: 'days', column: 'x', atMost: 2 }, 'date', '2024-02-28', ['2024-03-01'], ['2024-03-02']],
  [
    { kind: 'dayMonthSwapped', column: 'x' },
    'date',
    '1980-02-03',
    ['1980-03-02'],
    ['1980-02-03', '1981-03-02'],
  ],
  [{ kind: 'number', column: 'x', atMost: 0.5 }, 'float8', 1, [1.5, 0.5], [1.51]],
])('%j on %s', async (level, type, a, same, other) => {
  for (const b of same) expect(await holds(level, type, a, b), `${a} and ${b}`).toBe(true)
  for (const b of other) expect(await holds(level, type, a, b), `${a} and ${b}`).toBe(false)
})

const name: Comparison = {
  name: 'name',
  requires: ['given', 'family'],
  levels: [
    { label: 'same', when: { kind: 'exact', columns: ['given', 'family'] } },
    { label: 'swapped', when: { kind: 'swapped', columns: ['given', 'family'] } },
    {
      label: 'near',
      when: {
        kind: 'all',
        of: [
          { kind: 'levenshtein', column: 'family', atMost: 1 },
          {
            kind: 'any',
            of: [
              { kind: 'prefix', column: 'given', length: 1 },
              { kind: 'overlap', column: 'nicknames' },
            ],
          },
        ],
      },
    },
  ],
}

test('the first level that holds is reached, or else the last; null if a value is missing', async () => {
  const ann = { given: 'ann', family: 'lee', nicknames: ['nan', 'annie'] }
  const others: readonly (readonly [Partial<typeof ann> | Values, number])[] = [
    [{}, 1],
    [{ given: 'lee', family: 'ann' }, 2],
    [{ family: 'leo', nicknames: null }, 3],
    [{ given: 'nan', family: 'leo' }, 3],
    [{ given: 'nan', family: 'leo', nicknames: null }, 4],
    [{ given: 'bob', family: 'cox' }, 4],
    [{ given: null }, 0],
  ]
  const levels = await levelsOf(
    name,
    'given text, family text, nicknames text[]',
    others.map(([other]) => [ann, { ...ann, ...other }]),
  )
  expect(levels).toEqual(others.map(([, level]) => level))
})

test('a level never holds on a value that is missing', async () => {
  const levels: [Level, type: string, value: Values['x']][] = [
    [{ kind: 'exact', columns: ['x'] }, 'text', ''],
    [{ kind: 'swapped', columns: ['x', 'y'] }, 'text', ''],
    [{ kind: 'prefix', column: 'x', length: 1 }, 'text', ''],
    [{ kind: 'levenshtein', column: 'x', atMost: 9 }, 'text', ''],
    [{ kind: 'trigram', column: 'x', atLeast: 0 }, 'text', ''],
    [{ kind: 'overlap', column: 'x' }, 'text[]', ['a']],
    [{ kind: 'days', column: 'x', atMost: 9 }, 'date', '2026-01-01'],
    [{ kind: 'dayMonthSwapped', column: 'x' }, 'date', '2026-01-01'],
    [{ kind: 'number', column: 'x', atMost: 9 }, 'float8', 7],
  ]
  for (const [when, type, value] of levels) {
    const comparison = { name: 'x', requires: ['id'], levels: [{ label: 'holds', when }] }
    const pairs: [Values, Values][] = [
      [
        { id: 'a', x: null, y: null },
        { id: 'b', x: value ?? null, y: value ?? null },
      ],
      [
        { id: 'a', x: value ?? null, y: null },
        { id: 'b', x: null, y: value ?? null },
      ],
    ]
    const found = await levelsOf(comparison, `id text, x ${type}, y ${type}`, pairs)
    expect(found.slice(0, when.kind === 'swapped' ? 1 : 2), when.kind).toEqual(
      when.kind === 'swapped' ? [2] : [2, 2],
    )
  }
})

test('two records reach the same level in either order', async () => {
  const of = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { freq: 5 })
  const record = fc.record({
    given: of('ann', 'anna', 'bob'),
    family: of('smith', 'smyth', 'jones'),
    sounds: of(['463000'], ['463000', '046000']),
    birth: of('1980-02-03', '1980-03-02', '1980-02-20'),
    birth_digits: of('19800203', '19800302'),
    email: of('a@x.uk', 'b@x.uk'),
    phone: of('1', '2'),
  })
  const columns =
    'given text, family text, sounds text[], birth date, birth_digits text, email text, phone text'
  const pairs = fc.sample(fc.tuple(record, record), 500)
  for (const comparison of smallSettings.comparisons) {
    const levels = await levelsOf(comparison, columns, pairs)
    const reversed = pairs.map(([a, b]): [Values, Values] => [b, a])
    expect(await levelsOf(comparison, columns, reversed)).toEqual(levels)
    expect(new Set(levels).size, comparison.name).toBeGreaterThan(2)
  }
})
