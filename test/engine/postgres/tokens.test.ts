import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalForm } from '../../../engine/postgres/tokens.ts'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase()

/** What Postgres answers: rows, or the code of an error. */
async function answer(query: string): Promise<unknown> {
  const result = db.pool.query({ text: query, rowMode: 'array' })
  return result.then(
    ({ rows, fields }) => ({ rows, names: fields.map((field) => field.name) }),
    (error: { code?: string }) => error.code,
  )
}

/** Tokens with comments, quotes and spaces inside, and expressions cut into their tokens. */
const literals = [
  `'a -- b'`,
  `'it''s /* one */'`,
  `e'it\\'s -- one'`,
  `E'\\\\'`,
  `e'a\\n  b'`,
  `U&'d\\0061t\\+000061'`,
  `$$ ' -- $$`,
  `$q$ $$ /* $q$`,
]
const expressions = [
  '( 1.5e-3 ) :: text',
  '( - 2 ) :: text',
  '( 3 - 1 ) :: text',
  '( 2 * - 1 ) :: text',
  '( .5 + 1. ) :: text',
  '( 0x1f - 1 ) :: text',
  '( array [ 1 , 2 , 3 ] ) [ 2 : 3 ] :: text',
  '( 1 <= 2 ) :: text',
  '( 1 < - 2 ) :: text',
  '( 2 @- 3 is null ) :: text',
  '( 7 % 4 <> 3 ) :: text',
]
const gap = fc.constantFrom(
  ' ',
  '\n',
  '\t ',
  '/**/',
  '/* a /* nested */ -- one */',
  ' -- to the end\n',
  '\r\n',
)

test('white space and comments between tokens change neither the normal form nor the answer', async () => {
  const value = fc.oneof(
    fc.constantFrom(...literals).map((literal) => [literal]),
    fc.constantFrom(...expressions).map((expression) => expression.split(' ')),
    fc.constant(['"a -- b"', '.', '"c""d"']),
  )
  const edited = fc.array(value, { minLength: 1, maxLength: 4 }).chain((values) => {
    const source = ['from', '(', 'values', '(', `'x'`, ')', ')', 'as', '"a -- b"', '(', '"c""d"', ')']
    const tokens = ['select', ...values.flatMap((each, i) => (i > 0 ? ['||', ...each] : each)), ...source]
    const gaps = fc.array(gap, { minLength: tokens.length, maxLength: tokens.length })
    return gaps.map((gaps) => [tokens.join(' '), tokens.map((token, i) => gaps[i] + token).join('')] as const)
  })
  await fc.assert(
    fc.asyncProperty(edited, async ([written, other]) => {
      expect(normalForm(other)).toBe(normalForm(written))
      expect(await answer(other)).toEqual(await answer(written))
    }),
    { numRuns: 60 },
  )
})

test('Postgres gives any text and its normal form the same answer', async () => {
  const parts = [
    ...["'", "''", '"', "e'", "E'\\'", "u&'", "b'", "n'", '$$', '$a$', '$a', '$1', '\\', '\\\\'],
    ...['--', '/*', '*/', '/', '*', '-', '+', '<', '=', '>', '@', '!', '|', '||', ':', '::', '.', '..'],
    ...[
      '\n',
      ' ',
      '\t',
      '\r',
      '1',
      '1e',
      '0x',
      '1e5',
      '2.',
      '.5',
      'e',
      'a',
      'é',
      '_',
      '(',
      ')',
      ',',
      '[',
      ']',
    ],
    ...['text', 'as', "'a'", "'b'", "\n'", 'é1', '\u00a0'],
  ]
  const garbage = fc.array(fc.constantFrom(...parts), { maxLength: 9 }).map((list) => list.join(''))
  const written = fc.oneof(
    garbage,
    fc.tuple(fc.constantFrom(...literals, ...expressions), garbage).map((pair) => pair.join(' ')),
  )
  await fc.assert(
    fc.asyncProperty(written, async (text) => {
      const query = `select ${text}`
      expect(await answer(normalForm(query))).toEqual(await answer(query))
      expect(normalForm(normalForm(query))).toBe(normalForm(query))
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['select a', 'select b'],
  [`select 'a  b'`, `select 'a b'`],
  [`select "a  b"`, `select "a b"`],
  ['select $$a  b$$', 'select $$a b$$'],
  [`select e'\\' -- 1'`, `select e'\\' -- 2'`],
  ['select ab', 'select a b'],
  ['select 1 <= 2', 'select 1 < = 2'],
  [`select 'a' 'b'`, `select 'a''b'`],
  [`select '/* 1 */'`, `select '/* 2 */'`],
])('%s and %s are two queries', (one, other) => {
  expect(normalForm(one)).not.toBe(normalForm(other))
})

test.each([
  ['select a,b', 'select a , b'],
  ['select a+1', 'select a + 1 -- one more'],
  ['select 2*-1', 'select 2 * - 1'],
  ['select a::text', '/* as text */ select a :: text'],
  ['\n  select a\n  from b\n', 'select a from b'],
  ['select 1 /* a /* b */ c */', 'select 1'],
])('%s and %s are one query', (one, other) => {
  expect(normalForm(one)).toBe(normalForm(other))
})
