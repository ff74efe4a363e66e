import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holds, levelOf } from '../../../analytics/fellegi-sunter/levels.ts'
import { trigramSimilarity } from '../../../analytics/fellegi-sunter/text-distance.ts'
import type { Comparison, Level } from '../../../analytics/fellegi-sunter/types.ts'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await cloneDatabase()
  for (const extension of ['pg_trgm', 'fuzzystrmatch'])
    await db.pool.query(`create extension if not exists ${extension} schema public`)
})
afterAll(() => db.drop())

const pairs = 4000

/** Postgres's answer for each pair of texts; `$1` and `$2` are arrays of them. */
async function ask<T>(
  type: string,
  expression: string,
  drawn: readonly (readonly [T, T])[],
): Promise<unknown[]> {
  const { rows } = await db.pool.query(
    `select ${expression} as answer
     from unnest($1::${type}[], $2::${type}[]) with ordinality as pair(a, b, n) order by n`,
    [drawn.map(([a]) => a), drawn.map(([, b]) => b)],
  )
  return rows.map((row) => row.answer)
}

/** Every pair, with our answer and Postgres's, where they differ. */
async function differences<T extends string | number>(
  type: string,
  drawn: readonly (readonly [T, T])[],
  cases: readonly { level: Level; sql: string }[],
) {
  const found: object[] = []
  let held = 0
  for (const { level, sql } of cases) {
    const answers = await ask(type, sql, drawn)
    for (const [index, [a, b]] of drawn.entries()) {
      const ours = holds(level, { x: a }, { x: b })
      if (ours) held++
      if (ours !== answers[index]) found.push({ a, b, level, ours, theirs: answers[index] })
    }
  }
  return { found, held }
}

/** What people type and machines spoil: scripts of all kinds, signs, blanks, nothing; never NUL, which Postgres refuses. */
const character = fc.oneof(
  { arbitrary: fc.constantFrom(...'aAbBoO019'), weight: 6 },
  { arbitrary: fc.constantFrom(..." -.'_%\\\t\n"), weight: 2 },
  fc.constantFrom(
    'é',
    'é',
    'ß',
    'ẞ',
    'İ',
    'ı',
    'ſ',
    'ſ',
    'K',
    'Å',
    'ø',
    'Ł',
    '李',
    'Ж',
    'ж',
    'ﬁ',
    '٣',
    '²',
    'ª',
  ),
  fc.constantFrom('😀', '👨‍👩‍👧', '𝔸', '\u200d', '\ufeff', '\u00a0', '\u0301', '\u{10ffff}'),
)
const ugly = fc.string({ unit: character, maxLength: 12 })
/** Some pairs have nothing in common; most are one text and what a typist made of it. */
const texts = fc.oneof(
  fc.tuple(ugly, ugly),
  fc
    .tuple(
      fc.array(character, { maxLength: 10 }),
      fc.array(fc.tuple(fc.nat(9), fc.nat(2), character), { maxLength: 3 }),
    )
    .map(([from, edits]): [string, string] => {
      const to = [...from]
      for (const [at, removed, added] of edits) to.splice(at, removed, added)
      return [from.join(''), to.join('')]
    }),
  fc.tuple(ugly, ugly).map(([a, b]): [string, string] => [`${a} ${b}`, `${b.toUpperCase()},${a}`]),
)

test('edits are those that levenshtein counts', async () => {
  const drawn = fc.sample(texts, pairs)
  const { found, held } = await differences(
    'text',
    drawn,
    [1, 2, 3, 6].map((atMost) => ({
      level: { kind: 'levenshtein', column: 'x', atMost },
      sql: `levenshtein_less_equal(a, b, ${atMost}) <= ${atMost} and levenshtein(a, b) <= ${atMost}`,
    })),
  )
  expect(found).toEqual([])
  expect(held).toBeGreaterThan(pairs)
})

test('similarity is that of pg_trgm, to the last bit', async () => {
  const drawn = fc.sample(texts, pairs)
  expect(drawn.map(([a, b]) => trigramSimilarity(a, b))).toEqual(
    await ask('text', 'similarity(a, b)::float8', drawn),
  )
  const thresholds = [0.1, 0.25, 1 / 3, 0.5, 0.6, 0.7, 0.8, 1]
  const { found, held } = await differences(
    'text',
    drawn,
    thresholds.map((atLeast) => ({
      level: { kind: 'trigram', column: 'x', atLeast },
      sql: `similarity(a, b) >= ${atLeast}`,
    })),
  )
  expect(found).toEqual([])
  expect(held).toBeGreaterThan(pairs)
})

test('very long texts are compared by their first 255 characters', async () => {
  const long = fc.string({ unit: fc.constantFrom('a', 'é', '😀'), minLength: 250, maxLength: 260 })
  const drawn = fc.sample(
    fc.tuple(long, fc.nat(3)).map(([text, cut]): [string, string] => [text, `${text.slice(0, -cut * 2)}b`]),
    200,
  )
  const { found, held } = await differences('text', drawn, [
    {
      level: { kind: 'levenshtein', column: 'x', atMost: 2 },
      sql: 'levenshtein_less_equal(left(a, 255), left(b, 255), 2) <= 2',
    },
  ])
  expect(found).toEqual([])
  expect(held).toBeGreaterThan(0)
})

test('prefixes and equality are those of text', async () => {
  const drawn = fc.sample(texts, pairs)
  const { found, held } = await differences('text', drawn, [
    ...[1, 3, 6].map((length) => ({
      level: { kind: 'prefix' as const, column: 'x', length },
      sql: `left(a, ${length}) = left(b, ${length})`,
    })),
    { level: { kind: 'exact', columns: ['x'] }, sql: 'a = b' },
  ])
  expect(found).toEqual([])
  expect(held).toBeGreaterThan(pairs / 4)
})

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && !text.startsWith('0000')
}

test('days are as far apart as Postgres says, over leap days and ends of centuries', async () => {
  const pad = (number: number, length: number) => String(number).padStart(length, '0')
  const day = fc
    .tuple(
      fc.oneof(fc.integer({ min: 1899, max: 1904 }), fc.constantFrom(1, 99, 1600, 1700, 2000, 2024, 9999)),
      fc.integer({ min: 1, max: 12 }),
      fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 27, max: 31 })),
    )
    .map(([year, month, of]) => `${pad(year, 4)}-${pad(month, 2)}-${pad(of, 2)}`)
    .filter(isDay)
  const near = fc.tuple(day, fc.integer({ min: -400, max: 400 })).map(([from, days]): [string, string] => {
    const to = new Date(Date.parse(from) + days * 86_400_000).toISOString()
    return [from, /^\d{4}-/.test(to) ? to.slice(0, 10) : from]
  })
  const swapped = day.map((text): [string, string] => [text, text.replace(/-(\d\d)-(\d\d)$/, '-$2-$1')])
  const drawn = fc.sample(fc.oneof(near, swapped, fc.tuple(day, day)), pairs).filter(([, b]) => isDay(b))
  const { found, held } = await differences('date', drawn, [
    ...[0, 1, 31, 365].map((atMost) => ({
      level: { kind: 'days' as const, column: 'x', atMost },
      sql: `abs(a - b) <= ${atMost}`,
    })),
    {
      level: { kind: 'dayMonthSwapped', column: 'x' },
      sql: `to_char(a, 'YYYY-MM-DD') = to_char(b, 'YYYY-DD-MM')`,
    },
  ])
  expect(found).toEqual([])
  expect(held).toBeGreaterThan(pairs / 2)
})

test('numbers are as far apart as doubles are', async () => {
  const number = fc.oneof(
    fc.constantFrom(0, -0, 0.1, 0.2, 0.3, 1, 1e-300),
    fc.double({ min: -100, max: 100, noNaN: true }),
  )
  const drawn = fc.sample(fc.tuple(number, number), pairs)
  const { found, held } = await differences(
    'float8',
    drawn,
    [0, 0.1, 0.2, 10].map((atMost) => ({
      level: { kind: 'number', column: 'x', atMost },
      sql: `abs(a - b) <= ${atMost}`,
    })),
  )
  expect(found).toEqual([])
  expect(held).toBeGreaterThan(100)
})

test('lists overlap where Postgres says so', async () => {
  const list = fc.array(fc.constantFrom('a', 'A', 'b', '', 'null', 'é'), { maxLength: 3 })
  for (const [a, b] of fc.sample(fc.tuple(list, list), 200)) {
    const { rows } = await db.pool.query(
      'select $1::text[] && $2::text[] as overlaps, $1::text[] = $2::text[] as same',
      [a, b],
    )
    expect(holds({ kind: 'overlap', column: 'x' }, { x: a }, { x: b })).toBe(rows[0].overlaps)
    expect(holds({ kind: 'exact', columns: ['x'] }, { x: a }, { x: b })).toBe(rows[0].same)
  }
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

test('the first level that holds counts; before all stands null, after all else', () => {
  const ann = { given: 'ann', family: 'lee', nicknames: ['nan', 'annie'] }
  const level = (other: object) => levelOf(name, ann, { ...ann, ...other })
  expect(level({})).toBe(1)
  expect(level({ given: 'lee', family: 'ann' })).toBe(2)
  expect(level({ family: 'leo', nicknames: null })).toBe(3)
  expect(level({ given: 'nan', family: 'leo' })).toBe(3)
  expect(level({ given: 'nan', family: 'leo', nicknames: null })).toBe(4)
  expect(level({ given: 'bob', family: 'cox' })).toBe(4)
  expect(level({ given: null })).toBe(0)
  expect(levelOf(name, ann, { family: 'lee' })).toBe(0)
})

test('a level never holds on a value that is missing', () => {
  const levels: Level[] = [
    { kind: 'exact', columns: ['x'] },
    { kind: 'swapped', columns: ['x', 'y'] },
    { kind: 'prefix', column: 'x', length: 1 },
    { kind: 'levenshtein', column: 'x', atMost: 9 },
    { kind: 'trigram', column: 'x', atLeast: 0 },
    { kind: 'overlap', column: 'x' },
    { kind: 'days', column: 'x', atMost: 9 },
    { kind: 'dayMonthSwapped', column: 'x' },
    { kind: 'number', column: 'x', atMost: 9 },
  ]
  for (const level of levels)
    for (const value of [null, '', '2026-01-01', 7, ['a']]) {
      expect(holds(level, { x: null, y: null }, { x: value, y: value })).toBe(false)
      expect(holds(level, { x: value, y: null }, { x: null, y: value })).toBe(false)
    }
})
